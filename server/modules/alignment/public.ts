export { measureScope } from './measure-days.ts'
