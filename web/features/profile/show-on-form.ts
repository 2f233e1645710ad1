import type { Translate } from '../../kernel/i18n.tsx'
import { type FormErrors, placeErrors } from '../../kernel/query.ts'
import { problemText } from '../../kernel/toast.tsx'

/** Puts a failure beside its field, or else beside the only field there is. */
export function showOnForm(form: FormErrors, t: Translate, error: unknown, field = 'password') {
  if (placeErrors(form, t, error) === 0) form.setErrors({ [field]: problemText(t, error) })
}
