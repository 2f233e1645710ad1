export { addExportSource, type ExportColumn, type ExportSource } from './exports/sources.ts'
export { type Notice, notify } from './notify.ts'
export { type NewFile, saveFile } from './save-file.ts'
