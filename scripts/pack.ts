import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Files that are packed already, or that nothing is gained of. */
const PACKED = /\.(?:png|woff2)$/;
/** The best of both: a page is packed once and sent often. */
const BROTLI_QUALITY = 11;
const GZIP_LEVEL = 9;

const CODINGS = {
  br: (bytes: Uint8Array<ArrayBuffer>) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes: Uint8Array<ArrayBuffer>) => promisify(gzip)(bytes, { level: GZIP_LEVEL }),
} as const;

/** Writes each file of a folder beside itself in brotli and gzip, `.br` and `.gz`, if that is less. */
export async function packFiles(folder: string): Promise<void> {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => !name.startsWith(".") && !PACKED.test(name));
  await Promise.all(names.map(async (name) => {
    const bytes = Deno.readFileSync(`${folder}/${name}`);
    for (const [extension, pack] of Object.entries(CODINGS)) {
      const packed = await pack(bytes);
      if (packed.length < bytes.length) {
        Deno.writeFileSync(`${folder}/${name}.${extension}`, packed);
      }
    }
  }));
}
