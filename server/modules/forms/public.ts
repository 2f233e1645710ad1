export { type Captured, captureSubmissions, type Submission } from './capture.ts'
export { insertForm, type NewForm } from './create-form.ts'
export { readVisit, sourceOf, type Visit } from './source.ts'
