export { acceptHandover } from './accept.ts'
export { qualify } from './qualify.ts'
export { rejectHandover } from './reject.ts'
