/** Finds which tests run a file, by imports and by the commands that tests start. */

import { dirname, join } from "@std/path";
import ts from "typescript";

/** Where the program's commands are: what tests that start it as a process run. */
const PROGRAM = "main.ts";

/** The tests that run one file, in the order in which they are to run. */
export interface TestGroup {
  readonly name: "beside it" | "unit tests" | "system tests" | "process tests";
  /** The nearest first. */
  readonly paths: readonly string[];
}

/** What a file refers to. */
interface References {
  /** Files that it imports to run them; imports of types alone are left out. */
  readonly imports: readonly string[];
  /** Every text in quotes, and for each the files that are imported in a property of its name. */
  readonly words: ReadonlySet<string>;
  readonly commands: ReadonlyMap<string, string>;
}

/** Knows which tests of a tree run which files. */
export class Reach {
  readonly #references: ReadonlyMap<string, References>;
  readonly #tests: readonly string[];
  readonly #distances = new Map<string, ReadonlyMap<string, number>>();

  /** `sources` are files by their paths from the root, with `/`. */
  constructor(sources: ReadonlyMap<string, string>) {
    this.#references = new Map(
      [...sources].map(([path, text]) => [path, findReferences(path, text)]),
    );
    this.#tests = [...sources.keys()].filter(isTest);
  }

  /** The tests that run a file, nearest first; groups without tests are left out. */
  testsOf(path: string): TestGroup[] {
    const distances = new Map<string, number>();
    const processes: string[] = [];
    for (const test of this.#tests) {
      const distance = this.#reachedFrom(test).get(path);
      if (distance !== undefined) distances.set(test, distance);
      else if (this.#startedBy(test).some((file) => this.#reachedFrom(file).has(path))) {
        processes.push(test);
      }
    }
    const nearest = (tests: string[]) =>
      tests.sort((a, b) =>
        sharedWords(b, path) - sharedWords(a, path) ||
        (distances.get(a) ?? 0) - (distances.get(b) ?? 0)
      );
    const reached = [...distances.keys()];
    const isBeside = (test: string) => dirname(test) === dirname(path);
    const isSystem = (test: string) => test.startsWith("tests/");
    const isElsewhere = (test: string) => !isBeside(test) && !isSystem(test);
    const groups: TestGroup[] = [
      { name: "beside it", paths: nearest(reached.filter(isBeside)) },
      { name: "unit tests", paths: nearest(reached.filter(isElsewhere)) },
      { name: "system tests", paths: nearest(reached.filter(isSystem)) },
      { name: "process tests", paths: nearest(processes) },
    ];
    return groups.filter(({ paths }) => paths.length > 0);
  }

  /** Every file that one imports, itself included, by the number of imports on the way. */
  #reachedFrom(path: string): ReadonlyMap<string, number> {
    const known = this.#distances.get(path);
    if (known) return known;
    const distances = new Map([[path, 0]]);
    for (const [file, distance] of distances) {
      for (const target of this.#references.get(file)?.imports ?? []) {
        if (!distances.has(target)) distances.set(target, distance + 1);
      }
    }
    this.#distances.set(path, distances);
    return distances;
  }

  /** The files of the commands that a test may start: those whose names it or its helpers have. */
  #startedBy(test: string): string[] {
    const commands = this.#references.get(PROGRAM)?.commands ?? new Map<string, string>();
    const helpers = [...this.#reachedFrom(test).keys()].filter((path) => path.startsWith("tests/"));
    const words = new Set(helpers.flatMap((path) => [...this.#references.get(path)!.words]));
    if (![...words].some((word) => word.split("/").at(-1) === PROGRAM)) return [];
    return [...commands].filter(([name]) => words.has(name)).map(([, file]) => file);
  }
}

/** How many words two paths have in common: tests are named for what they test. */
function sharedWords(one: string, other: string): number {
  const words = new Set(wordsOf(other));
  return new Set(wordsOf(one).filter((word) => words.has(word))).size;
}

function wordsOf(path: string): string[] {
  return path.replace(/\.ts$/, "").split(/[/_]/).map((word) => word.replace(/s$/, ""));
}

/** Whether a file has tests and nothing else. */
export function isTest(path: string): boolean {
  return /_test\.tsx?$/.test(path);
}

function findReferences(path: string, text: string): References {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: string[] = [];
  const words = new Set<string>();
  const commands = new Map<string, string>();
  const add = (specifier: ts.Expression | undefined): string | undefined => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return undefined;
    if (!specifier.text.startsWith(".")) return undefined;
    const target = join(dirname(path), specifier.text);
    imports.push(target);
    return target;
  };
  const visit = (node: ts.Node, property: string | undefined): void => {
    if (ts.isImportDeclaration(node)) {
      if (!isOfTypes(node)) add(node.moduleSpecifier);
      return;
    }
    if (ts.isExportDeclaration(node)) {
      if (!node.isTypeOnly) add(node.moduleSpecifier);
      return;
    }
    if (ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const target = add(node.arguments[0]);
      if (property !== undefined && target !== undefined) commands.set(property, target);
    }
    if (ts.isStringLiteralLike(node)) words.add(node.text);
    const isObject = ts.isPropertyAssignment(node) &&
      ts.isObjectLiteralExpression(node.initializer);
    const inside = isObject ? node.name.getText() : property;
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, undefined);
  return { imports, words, commands };
}

function isOfTypes({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false;
  if (importClause.isTypeOnly) return true;
  const { name, namedBindings } = importClause;
  return name === undefined && namedBindings !== undefined && ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 && namedBindings.elements.every((one) => one.isTypeOnly);
}
