import '../server/kernel/base.ts'
import { b } from './cycle-b.ts'
import 'no-such-package-anywhere'
export const a = () => b
