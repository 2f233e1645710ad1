import { Alert, Button, Textarea } from '@mantine/core'
import { IconShieldLock } from '@tabler/icons-react'
import { type FormEvent, useRef, useState } from 'react'
import type { Pulse } from '#contract/pulse.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { Page } from '../../kernel/shell/page.tsx'

const steps = [1, 2, 3, 4, 5] as const

/** Five steps a question, one thumb, one minute. Digits answer the question in focus, as in any radio group arrows do. */
export function AnswerForm({ pulse }: { pulse: Pulse }) {
  const t = useT()
  const form = useRef<HTMLFormElement>(null)
  const [scores, setScores] = useState<Record<string, number>>({})
  const [comment, setComment] = useState('')
  const [missing, setMissing] = useState<string | null>(null)
  const answer = useAct('POST /pulses/:id/answers', { done: t('pulse.answer.done') })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const open = pulse.questions.find((question) => scores[question.key] === undefined)
    setMissing(open?.key ?? null)
    if (open) return form.current?.querySelector<HTMLInputElement>(`input[name="${open.key}"]`)?.focus()
    answer.mutate({ params: { id: pulse.id }, body: { scores, comment: comment.trim() || null } })
  }
  return (
    <Page title={t('pulse.answer.title')}>
      <form ref={form} className="pu-answer" onSubmit={submit}>
        <Alert variant="light" icon={<IconShieldLock size={18} />} title={t('pulse.answer.anonymous')}>
          {t('pulse.answer.how')}
        </Alert>
        {pulse.questions.map((question) => (
          <fieldset
            key={question.key}
            className="pu-question"
            onKeyDown={(event) => {
              const score = steps.find((step) => String(step) === event.key)
              if (!score) return
              setScores((old) => ({ ...old, [question.key]: score }))
              // The chosen step takes the focus, so that Tab goes on to the next question.
              event.currentTarget.querySelector<HTMLInputElement>(`input[value="${score}"]`)?.focus()
            }}
          >
            <legend>{question.text}</legend>
            <div className="pu-steps">
              {steps.map((step) => (
                <label key={step} className="pu-step">
                  <input
                    type="radio"
                    name={question.key}
                    value={step}
                    checked={scores[question.key] === step}
                    onChange={() => setScores((old) => ({ ...old, [question.key]: step }))}
                    aria-label={t('pulse.answer.step', { step, meaning: t(`pulse.answer.steps.${step}`) })}
                  />
                  <span className="td-num" aria-hidden="true">
                    {step}
                  </span>
                </label>
              ))}
            </div>
            <div className="pu-ends td-muted" aria-hidden="true">
              <span>{t('pulse.answer.steps.1')}</span>
              <span>{t('pulse.answer.steps.5')}</span>
            </div>
            {missing === question.key && (
              <p className="pu-missing" role="alert">
                {t('pulse.answer.missing')}
              </p>
            )}
          </fieldset>
        ))}
        <Textarea
          label={t('pulse.answer.comment')}
          description={t('pulse.answer.commentHint')}
          autosize
          minRows={2}
          maxLength={500}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={answer.isPending}>
          {t('pulse.answer.send')}
        </Button>
      </form>
    </Page>
  )
}
