import type { Ctx } from './http.ts'
import { uploadProblem } from './multipart.ts'
import { invalid, Problem } from './problem.ts'

/** A file on disk that no row speaks of yet: whoever fails to write one removes it again. */
export type Upload = { key: string; bytes: number; name: string; mediaType: string; title: string }
type Accepted = { mediaTypes: ReadonlySet<string>; mostBytes?: number }

/** Takes the part `file`, to disk as it comes, and its `title`. Nothing is left of a refused one. Throws 400, 413 and 415. */
export async function receiveFile({ request, files }: Ctx, { mediaTypes, mostBytes }: Accepted): Promise<Upload> {
  let stored: Omit<Upload, 'title'> | null = null
  let title = ''
  try {
    for await (const part of request.parts(mostBytes ? { limits: { fileSize: mostBytes, files: 1 } } : {})) {
      if (part.type === 'file' && part.fieldname === 'file' && !stored) {
        if (!mediaTypes.has(part.mimetype)) throw new Problem('unsupported_media_type')
        stored = { ...(await files.put(part.file)), name: fileNameOf(part.filename, 'file'), mediaType: part.mimetype }
        if (part.file.truncated) throw new Problem('body_too_large')
      } else if (part.type === 'field' && part.fieldname === 'title') title = String(part.value).trim().slice(0, 200)
      else throw invalid(`/${part.fieldname}`, 'unknown_field')
    }
    if (!stored) throw invalid('/file', 'required')
    if (stored.bytes === 0) throw invalid('/file', 'file_empty')
    return { ...stored, title }
  } catch (error) {
    if (stored) await files.remove(stored.key)
    throw uploadProblem(error)
  }
}

/** Browsers and scripts may send a path. */
export const fileNameOf = (given: string, otherwise: string): string =>
  (given.split(/[\\/]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .trim()
    .slice(0, 200) || otherwise
