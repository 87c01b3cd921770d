package handlers

import (
	"strconv"
	"time"

	"ringfence/domain"
)

// The log is one JSON object a line, written without reflection: log/slog
// takes a tenth of a short request at the edge.

// logLine begins a line.
func (a *App) logLine(level, message string) *domain.Object {
	o := &domain.Object{}
	return o.Text("time", timestamp(a.cfg.Now().UnixMilli())).Text("level", level).Text("msg", message)
}

// log writes a line whole: two requests' lines do not mix.
func (a *App) log(o *domain.Object) {
	line := append(o.Bytes(), '\n')
	a.logging.Lock()
	defer a.logging.Unlock()
	_, _ = a.cfg.LogWriter.Write(line) // a log that cannot be written has nowhere to say so
}

// milliseconds writes a duration as a number with up to three decimals.
func milliseconds(d time.Duration) string {
	return strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', -1, 64)
}
