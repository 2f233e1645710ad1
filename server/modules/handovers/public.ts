export { qualify } from './qualify.ts'
