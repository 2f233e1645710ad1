/** Why a file cannot be read at all; the screen has one sentence for each. */
export type RefusalCode =
  | 'file_empty'
  | 'file_without_rows'
  | 'file_not_tabular'
  | 'file_encrypted'
  | 'file_format_unsupported'
  | 'file_damaged'
  | 'file_expands_too_much'
  | 'file_too_wide'
  | 'sheet_not_found'

/** The file as a whole is refused. `detail` is a technical hint such as 'pdf' or 'xls', never a sentence. */
export class FileRefused extends Error {
  readonly code: RefusalCode
  readonly detail: string
  constructor(code: RefusalCode, detail = '') {
    super(detail ? `${code}: ${detail}` : code)
    this.name = 'FileRefused'
    this.code = code
    this.detail = detail
  }
}
