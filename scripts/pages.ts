/** Finds links between the Markdown pages of this repository that lead nowhere. */

/** The text of each page by its path from the repository's root, with `/`. */
export type Pages = ReadonlyMap<string, string>;

/**
 * Returns one line for each broken link: to a file that does not exist, or to a heading that the
 * page does not have. Links to other sites are not checked.
 */
export function findBrokenLinks(pages: Pages, exists: (path: string) => boolean): string[] {
  const problems: string[] = [];
  for (const [path, text] of pages) {
    for (const link of linksOf(text)) {
      if (/^[a-z]+:/.test(link)) continue;
      const { pathname, hash } = new URL(link, `file:///${path}`);
      const target = pathname.slice(1);
      const heading = hash.slice(1);
      const page = pages.get(target);
      if (page === undefined && !exists(target)) {
        problems.push(`${path}: the link ${link} leads to no file`);
      } else if (heading !== "" && !(page && headingsOf(page).has(heading))) {
        problems.push(`${path}: the link ${link} leads to no heading`);
      }
    }
  }
  return problems;
}

/** The targets of the links and images of a page. */
function linksOf(text: string): string[] {
  return Array.from(withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g), ([, link]) => link!);
}

/** The names under which the headings of a page can be linked to, as GitHub makes them. */
function headingsOf(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, heading] of withoutBlocks(text).matchAll(/^#+ +(.*)$/gm)) {
    const plain = heading!.toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-");
    let name = plain;
    for (let count = 1; names.has(name); count++) name = `${plain}-${count}`;
    names.add(name);
  }
  return names;
}

/** The paths of source files and folders that a page quotes as code. */
export function quotedPaths(text: string): string[] {
  const path = /`((?:protocol|server|client|tests|scripts)\/[\w./-]*)`/g;
  return Array.from(withoutBlocks(text).matchAll(path), ([, quoted]) => quoted!);
}

/** The multi-word texts that a page quotes as code and that begin as messages of a program do. */
export function quotedMessages(text: string): string[] {
  return Array.from(withoutBlocks(text).matchAll(/`([A-Z][a-z]* [A-Za-z][^`]+)`/g), ([, q]) => q!);
}

function withoutBlocks(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "");
}

function withoutCode(text: string): string {
  return withoutBlocks(text).replace(/`[^`]*`/g, "");
}
