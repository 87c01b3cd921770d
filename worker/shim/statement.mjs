// One statement on a Durable Object's SQLite.

// What a reading batch takes: it is no transaction, so a write could not be taken back.
const READS = /^\s*(SELECT|VALUES|WITH(?!.*\b(INSERT|UPDATE|DELETE|REPLACE)\b))\b[^;]*$/is;
const statements = new Map(); // sql → { reads, given: kinds → what workerd is given }

/** Runs a statement and returns its rows. kinds has a letter an argument: n, i, f or t. */
export function execute(sql, write, text, kinds, args) {
  const statement = known(text);
  if (!write && !statement.reads) throw new Error("attempt to write a readonly database");
  const cursor = sql.exec((statement.given[kinds] ??= bound(text, kinds)), ...args);
  // Read to the end: a cursor left open makes the commit fail.
  const rows = Array.from(cursor.raw());
  if (!write && cursor.rowsWritten > 0) throw new Error("attempt to write a readonly database");
  rows.forEach((row) => row.forEach(check));
  return rows;
}

function known(sql) {
  let statement = statements.get(sql);
  if (!statement) statements.set(sql, (statement = { reads: READS.test(sql), given: {} }));
  return statement;
}

/**
 * A JavaScript number binds as REAL, so an integer argument is cast. The others
 * get a sign that does nothing: workerd's SQLite makes the value of a bare
 * parameter a part of the plan, and prepares the statement anew for the next
 * value. The same text is given every time as the same string, which is how
 * workerd finds the statement again.
 */
function bound(sql, kinds) {
  let i = 0;
  return sql.replaceAll("?", () => (kinds[i++] === "i" ? "CAST(? AS INTEGER)" : "+?"));
}

/** Refuses what JavaScript may have rounded, and what JSON cannot carry. */
function check(value) {
  if (typeof value === "number") {
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) <= 2 ** 63)
      throw new Error("an integer beyond 2^53-1");
    if (!Number.isFinite(value)) throw new Error("a float that is not a finite number");
  } else if (typeof value === "object" && value !== null) throw new Error("a blob");
}
