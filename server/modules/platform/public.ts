export type { ExportColumn, ExportFilter, ExportReader, ExportSource } from './exports/source.ts'
export { type Notice, notify } from './notify.ts'
export { timelineOf } from './record-timeline.ts'
export { insertFile, type NewFile, saveFile } from './save-file.ts'
