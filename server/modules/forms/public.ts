export { type Captured, captureSubmissions, type Submission } from './capture.ts'
export { insertForm, type NewForm } from './create-form.ts'
export { type Facing, renderPage, sendPage } from './page/render-page.ts'
export { issueToken, judge, traps } from './spam.ts'
