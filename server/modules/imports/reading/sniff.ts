import { open } from 'node:fs/promises'
import { FileRefused } from './refusal.ts'
import type { Sniffed } from './rows.ts'
import { readSamples } from './sample-windows.ts'
import { sniffCsv } from './sniff-csv.ts'
import { sniffXlsx } from './sniff-xlsx.ts'

/**
 * What a file is and holds: format, encoding, delimiter, header, columns with their kinds, sample rows. A CSV is judged
 * by its first 256 KiB and pieces of the middle and the end; a workbook by the whole sheet up to 40 MB unpacked: the one
 * named, or the first that holds a table. The name of the file plays no part. Throws FileRefused with a code for files that are no table.
 */
export async function sniff(file: string, { sheet }: { sheet?: string } = {}): Promise<Sniffed> {
  const samples = await readSamples(file)
  if (samples.bytes === 0) throw new FileRefused('file_empty')
  const signature = samples.head.subarray(0, 8).toString('hex')
  if (signature.startsWith('504b0304') || signature.startsWith('504b0506')) {
    return sniffXlsx(file, samples.bytes, sheet)
  }
  if (signature === 'd0cf11e0a1b11ae1') throw await refusedOle(file)
  if (sheet !== undefined) throw new FileRefused('sheet_not_found', sheet)
  return sniffCsv(samples)
}

/** The OLE container holds old .xls files, and also .xlsx files under a password. */
async function refusedOle(path: string): Promise<FileRefused> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const length = Math.min(size, 4 * 1024 ** 2)
    const start = Buffer.alloc(length)
    await file.read(start, 0, length, 0)
    const end = Buffer.alloc(length)
    await file.read(end, 0, length, size - length)
    const mark = Buffer.from('EncryptedPackage', 'utf16le')
    const isEncrypted = start.includes(mark) || end.includes(mark)
    return isEncrypted ? new FileRefused('file_encrypted', 'xlsx') : new FileRefused('file_format_unsupported', 'xls')
  } finally {
    await file.close()
  }
}
