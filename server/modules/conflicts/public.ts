export { conflictsAgenda } from './agenda.ts'
export { createConflict } from './write-conflict.ts'
