import { schema } from '../../contract/plain.ts'
import '../../server/kernel/base.ts'
import '../features/thing/screen.ts'
export const kit = schema
