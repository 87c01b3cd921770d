// Package csvio writes and reads CSV files a row at a time (RFC 4180), so that
// a file of any length needs the memory of one row. It touches nothing but the
// io.Writer or io.Reader it is given.
//
// The Writer is for people who open the file in a spreadsheet: lines end in
// CRLF, a byte order mark tells Excel that the text is UTF-8, and a cell that
// a spreadsheet would run as a formula is made harmless.
//
// The Reader is for files that people made with a spreadsheet. It finds out the
// delimiter (comma, semicolon, tab), the end of a line (CRLF, LF, CR) and the
// encoding (UTF-8, Windows-1252) by itself. It refuses, with the row and the
// column, whatever it would have to guess at.
//
// The standard encoding/csv has no limit on the size of a row and knows neither
// CR alone nor another encoding.
package csvio
