import { type ReactNode, useEffect, useState } from 'react'
import type { Form } from '#contract/forms.ts'
import { ApiProblem, etagOf, type FieldError, type InputOf } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { useToast } from '../../kernel/toast.tsx'
import { useLeaveGuard } from '../../kernel/use-leave-guard.tsx'

const editable = [
  ...([
    'name',
    'handRaise',
    'fields',
    'consents',
    'steps',
    'title',
    'intro',
    'submitLabel',
    'thankYou',
    'redirectUrl',
  ] as const),
  ...(['locale', 'phoneCountry', 'brandColor', 'logoUrl', 'privacyUrl'] as const),
] as const
export type Draft = Pick<Form, (typeof editable)[number]>
export type DraftState = {
  draft: Draft
  set: (change: Partial<Draft>) => void
  isDirty: boolean
  isSaving: boolean
  errors: readonly FieldError[]
  /** Answers whether what stands on the screen is saved now. */
  save: () => Promise<boolean>
  discard: () => void
  dialogs: ReactNode
}

const pick = (form: Form): Draft => Object.fromEntries(editable.map((name) => [name, form[name]])) as unknown as Draft
const equal = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/**
 * What is being built, apart from what is public until it is saved: visitors never see half a change. Someone else's edit of
 * other parts is merged; of the same part, the three-way dialog asks.
 */
export function useDraft(form: Form): DraftState {
  const t = useT()
  const toast = useToast()
  const [{ base, at }, setFrom] = useState(() => ({ base: form, at: performance.now() }))
  const setBase = (next: Form) => setFrom({ base: next, at: performance.now() })
  const [draft, setDraft] = useState(() => pick(form))
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const changed = editable.filter((name) => !equal(draft[name], base[name]))
  const isDirty = changed.length > 0
  const update = useAct('PATCH /forms/:id', { quiet: true, ...(etagOf(base) && { ifMatch: etagOf(base)! }) })
  const { save: merge, dialog } = useRecordSave({
    get: 'GET /forms/:id',
    patch: 'PATCH /forms/:id',
    params: { id: form.id },
    labels: Object.fromEntries(editable.map((name) => [name, t(`forms.fields.${name}`)])),
    onResolved: (kept) => setDraft((mine) => ({ ...mine, ...kept })),
  })

  // Another screen has changed the form: follow it where nothing was changed here. What both have changed stays on the
  // old ground, so that saving asks.
  const clashes = changed.some((name) => !equal(form[name], base[name]) && !equal(form[name], draft[name]))
  useEffect(() => {
    if (form.version <= base.version || update.isPending || clashes) return
    setDraft((mine) => {
      const kept = Object.fromEntries(
        editable.filter((name) => !equal(mine[name], base[name])).map((name) => [name, mine[name]]),
      )
      return { ...pick(form), ...kept }
    })
    setFrom({ base: form, at: performance.now() })
  }, [form, base, update.isPending, clashes])

  const leaving = useLeaveGuard(isDirty)

  const save = async () => {
    if (!isDirty) return true
    const body = Object.fromEntries(changed.map((name) => [name, draft[name]])) as InputOf<'PATCH /forms/:id'>['body']
    try {
      const saved = await update.mutateAsync({ params: { id: form.id }, body })
      setBase(saved)
      setDraft(pick(saved))
      setErrors([])
      toast.done(t(form.state === 'published' ? 'forms.builder.savedLive' : 'forms.builder.saved'))
      return true
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412) await merge({ ...body }, at)
      else {
        setErrors(error instanceof ApiProblem ? error.errors : [])
        toast.failed(error)
      }
      return false
    }
  }
  const set = (change: Partial<Draft>) => {
    setDraft((mine) => ({ ...mine, ...change }))
    setErrors([])
  }
  const discard = () => {
    setDraft(pick(base))
    setErrors([])
  }
  const dialogs = (
    <>
      {dialog}
      {leaving}
    </>
  )
  return { draft, set, isDirty, isSaving: update.isPending, errors, save, discard, dialogs }
}
