// Writes .br and .gz beside every text file, then the stamp: the server treats a
// build without the stamp as missing, so an interrupted one is never served.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = new URL('../dist/app/', import.meta.url).pathname
const text = /\.(html|js|css|json|svg|txt|webmanifest)$/

for (const name of readdirSync(root, { recursive: true }).map(String).filter((n) => text.test(n))) {
  const body = readFileSync(join(root, name))
  if (body.length < 256) continue
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length }
  writeFileSync(join(root, `${name}.br`), brotliCompressSync(body, { params }))
  writeFileSync(join(root, `${name}.gz`), gzipSync(body, { level: 9 }))
}
writeFileSync(join(root, '.built'), 'ok\n')
