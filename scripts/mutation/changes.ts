/** Finds the places of a source file where a small change alters what the program does. */

import ts from "typescript";

/** One small change of a source file. */
export interface Change {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** What is replaced, in UTF-16 units from the beginning of the file; by nothing if removed. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** The line where the change begins, before it and after it. */
  readonly before: string;
  readonly after: string;
}

const OPERATORS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
  [ts.SyntaxKind.AmpersandAmpersandToken, "||"],
  [ts.SyntaxKind.BarBarToken, "&&"],
]);

/** Operators whose outcome is true or false. `&&` and `||` may give other values. */
const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.InstanceOfKeyword,
  ts.SyntaxKind.InKeyword,
]);

/** Commands, numerics and codes of replies. */
const PROTOCOL_WORD = /^(?:[A-Z][A-Z0-9_]+|\d{3})$/;
/** In protocol/ also the names of capabilities, tags and the like; texts for people have spaces. */
const WORD = /^\S+$/;
/** What is called only to write a log, or to say something to the operator. */
const LOGGING = /^(?:console\.|(?:this\.)?#?(?:\w+\.)*(?:log|warn)(?:\.\w+)?$)/;

/** Functions that by their names answer yes or no. */
const QUESTION =
  /(?:^|[.#])(?:(?:is|has|can|may)(?:[A-Z]\w*)?|includes|startsWith|endsWith|test|some|every)$/;

/** Finds every change of a file, in the order of the text. */
export function findChanges(path: string, text: string): Change[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const changes: Change[] = [];
  const visit = (node: ts.Node): void => {
    if (isLeftOut(node)) return;
    for (const [part, replacement] of replacements(node, path)) {
      changes.push(makeChange(source, { part, replacement }));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return changes;
}

/** Applies a change to the text in which it was found. */
export function applyChange(text: string, change: Change): string {
  return text.slice(0, change.start) + change.replacement + text.slice(change.end);
}

/** Whether the text is a program, types not looked at. */
export function parses(path: string, text: string): boolean {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.length === 0;
}

/** What does not run, and what only words a text for people. */
function isLeftOut(node: ts.Node): boolean {
  return ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isTypeNode(node) ||
    ts.isThrowStatement(node) || isLogging(node);
}

function isLogging(node: ts.Node): boolean {
  return ts.isCallExpression(node) && LOGGING.test(node.expression.getText());
}

/** What each part of a node may be replaced by. */
function replacements(node: ts.Node, path: string): [ts.Node, string][] {
  if (ts.isBinaryExpression(node)) {
    const operator = OPERATORS.get(node.operatorToken.kind);
    return operator === undefined ? [] : [[node.operatorToken, operator]];
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return [[node, node.operand.getText()]];
  }
  if (ts.isReturnStatement(node) && node.expression !== undefined) {
    return otherValues(node.expression);
  }
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return otherValues(node.body);
  if (ts.isExpressionStatement(node) && isCall(node.expression)) return [[node, ""]];
  if (ts.isNumericLiteral(node) && !isPropertyName(node)) {
    return [[node, String(Number(node.text) + 1)]];
  }
  if (ts.isStringLiteral(node) && isOfProtocol(node, path)) {
    return [[node, JSON.stringify(`${node.text}X`)]];
  }
  return [];
}

/** What may be returned in place of an expression. */
function otherValues(expression: ts.Expression): [ts.Node, string][] {
  if (isLogging(expression)) return [];
  const value = expression.getText();
  const others = isTruthValue(expression) ? ["true", "false"] : [
    value === "undefined" ? "true" : "undefined",
  ];
  return others.filter((other) => other !== value).map((other) => [expression, other]);
}

/** Whether an expression is true or false, as far as its own words say. */
function isTruthValue(expression: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(expression)) return isTruthValue(expression.expression);
  if (ts.isBinaryExpression(expression)) {
    return COMPARISONS.has(expression.operatorToken.kind) ||
      (OPERATORS.has(expression.operatorToken.kind) && isTruthValue(expression.left) &&
        isTruthValue(expression.right));
  }
  if (ts.isCallExpression(expression)) {
    return QUESTION.test(expression.expression.getText());
  }
  return expression.kind === ts.SyntaxKind.TrueKeyword ||
    expression.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isPrefixUnaryExpression(expression) &&
      expression.operator === ts.SyntaxKind.ExclamationToken);
}

function isCall(expression: ts.Expression): boolean {
  if (ts.isAwaitExpression(expression) || ts.isVoidExpression(expression)) {
    return isCall(expression.expression);
  }
  return ts.isCallExpression(expression) && !isLogging(expression) &&
    expression.expression.kind !== ts.SyntaxKind.SuperKeyword;
}

function isPropertyName(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}

function isOfProtocol(node: ts.StringLiteral, path: string): boolean {
  return (path.startsWith("protocol/") ? WORD : PROTOCOL_WORD).test(node.text);
}

function makeChange(
  source: ts.SourceFile,
  { part, replacement }: { part: ts.Node; replacement: string },
): Change {
  const { text, fileName: path } = source;
  const [start, end] = [part.getStart(source), part.getEnd()];
  const { line } = source.getLineAndCharacterOfPosition(start);
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", start);
  const rest = end <= lineEnd ? text.slice(end, lineEnd) : " …";
  const after = replacement === "" ? "" : text.slice(lineStart, start) + replacement + rest;
  return {
    path,
    line: line + 1,
    start,
    end,
    replacement,
    before: text.slice(lineStart, lineEnd).trim(),
    after: after.trim() || "(removed)",
  };
}
