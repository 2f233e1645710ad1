export { type Captured, captureSubmissions, type Submission } from './capture.ts'
export { insertForm, type NewForm } from './create-form.ts'
