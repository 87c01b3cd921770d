// What both peers share: the columns of a row, which are those of a staff
// record of this project, and the password of every account.

export const PASSWORD = "ringfence-demo-passphrase";

export const COLUMNS = [
  "given_name",
  "family_name",
  "email",
  "job_title",
  "department",
  "manager_id",
  "start_date",
  "end_date",
  "ni_number",
  "date_of_birth",
  "address",
  "bank_account",
  "sort_code",
];

const names = COLUMNS.join(", ");

/** The table, with an index in the order of the list behind the columns of prefix. */
export const schema = (prefix = "") => [
  `CREATE TABLE IF NOT EXISTS rows (id TEXT PRIMARY KEY, ${prefix && prefix + " TEXT NOT NULL,"} ${COLUMNS.map((name) => name + " TEXT").join(", ")})`,
  `CREATE INDEX IF NOT EXISTS rows_by_name ON rows (${prefix && prefix + ","} family_name, given_name, id)`,
];

export const list = (where = "") =>
  `SELECT id, ${names} FROM rows ${where} ORDER BY family_name, given_name, id LIMIT 20`;

export const insert = (prefix = "") =>
  `INSERT INTO rows (id, ${prefix && prefix + ","} ${names}) VALUES (${"?, ".repeat(COLUMNS.length + (prefix ? 1 : 0))}?)`;

/** The arguments of insert for a JSON body. */
export const values = (id, body, ...prefix) => [
  id,
  ...prefix,
  ...COLUMNS.map((name) => body[name] ?? null),
];
