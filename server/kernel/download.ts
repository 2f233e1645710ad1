import type { Ctx } from './http.ts'

type Stored = { storageKey: string; mediaType: string; bytes: number; name: string }
type How = 'attachment' | 'inline'

/** Sends a blob under the name that people gave it; other headers are the caller's to set before. */
export function sendStored(
  { files, reply }: Pick<Ctx, 'files' | 'reply'>,
  file: Stored,
  how: How = 'attachment',
): void {
  reply
    .code(200)
    .header('content-type', file.mediaType)
    .header('content-length', file.bytes)
    .header('x-content-type-options', 'nosniff')
    .header('content-disposition', contentDisposition(file.name, how))
    .send(files.open(file.storageKey))
}

export const contentDisposition = (name: string, how: How = 'attachment'): string =>
  `${how}; filename="${asciiName(name)}"; filename*=UTF-8''${extendedName(name)}`

/** For programs that do not read RFC 8187 names. */
const asciiName = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\/]/g, '_')
const extendedName = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
