import '../two/inner.ts'
import '../../app.ts'
export const inner = 1
