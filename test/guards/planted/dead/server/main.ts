import { used } from '../contract/used.ts'
console.log(used)
