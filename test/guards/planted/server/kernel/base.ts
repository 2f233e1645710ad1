import '../modules/one/inner.ts'
export const base = 1
