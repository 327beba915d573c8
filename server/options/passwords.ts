import { isPasswordHash, looksLikePasswordHash } from "../accounts/passwords.ts";
import {
  besideFile,
  readFileOf,
  readPath,
  type Sources,
  use,
  warnIfWorldReadable,
} from "./reading.ts";
import { FILE_ONLY_TABLES } from "./settings.ts";
import { findInTable, isTable } from "./sources.ts";
import { type OperatorOptions, UsageError } from "./types.ts";

/** The server's password, from whichever of its two settings comes from the better source. */
export function readPassword(sources: Sources): string | undefined {
  const plain = sources.lookup("password");
  const inFile = sources.lookup("password-file");
  const order = ["flag", "variable", "file"];
  if (inFile && (!plain || order.indexOf(inFile.from) <= order.indexOf(plain.from))) {
    return readPasswordFile(sources, readPath(sources, "password-file")!);
  }
  return checked(sources.value("password"), "The server's password");
}

/** Those who may use OPER. */
export function readOperators(sources: Sources): OperatorOptions[] {
  const entries = sources.tables.operator;
  if (!Array.isArray(entries)) return [];
  const file = sources.configFile!;
  const operators: OperatorOptions[] = [];
  for (const entry of entries.filter(isTable)) {
    const read = (key: keyof typeof FILE_ONLY_TABLES.operator) => {
      const written = findInTable(entry, { path: `operator.${key}`, file });
      return written && use(written, FILE_ONLY_TABLES.operator[key]);
    };
    const name = read("name");
    const passwordFile = read("password-file");
    if (!name) throw new UsageError(`An [[operator]] in ${file} has no name`);
    const password =
      checked(read("password"), `The password of the operator "${name}" in ${file}`) ??
        (passwordFile && readPasswordFile(sources, besideFile(file, passwordFile)));
    if (!password) throw new UsageError(`The operator "${name}" in ${file} has no password`);
    if (operators.some((other) => other.name === name)) {
      throw new UsageError(`The operator "${name}" appears twice in ${file}`);
    }
    operators.push({ name, password });
  }
  return operators;
}

/** Warns if everybody can read a settings file with passwords in it that are not hashes. */
export function warnOfPasswordsIn({ tables, configFile, environment }: Sources): void {
  if (configFile === undefined) return;
  const operators = Array.isArray(tables.operator) ? tables.operator : [];
  const passwords = [tables, ...operators].map((table) => isTable(table) && table["password"]);
  if (!passwords.some((text) => typeof text === "string" && !isPasswordHash(text))) return;
  warnIfWorldReadable({ environment }, {
    path: configFile,
    what: `the passwords in ${configFile}`,
  });
}

function readPasswordFile(sources: Sources, path: string): string {
  const text = readFileOf(sources, { path, what: `the password file ${path}` });
  const line = text.split(/\r?\n/)[0] ?? "";
  if (line === "") {
    throw new UsageError(`Cannot use the password file ${path}: its first line is empty`);
  }
  if (!isPasswordHash(line)) {
    warnIfWorldReadable(sources, { path, what: `the password in ${path}` });
  }
  return checked(line, `The password in ${path}`);
}

/** A password; throws {@linkcode UsageError} for a hash of which a part is missing. */
function checked<T extends string | undefined>(password: T, what: string): T {
  if (password === undefined || !looksLikePasswordHash(password) || isPasswordHash(password)) {
    return password;
  }
  throw new UsageError(`${what} is not a whole hash; make a new one with chat hash-password`);
}
