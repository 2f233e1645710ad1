import { CloseButton, Progress } from '@mantine/core'
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react'
import type { ReplyOf } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'

type Steps = NonNullable<ReplyOf<'GET /today'>['checklist']>
const ways = { form: '/forms', share: '/forms', contacts: '/imports', invite: '/members', deal: '/deals' } as const

/** First steps of a new workspace; they tick themselves and go away by themselves. */
export function Checklist({ steps }: { steps: Steps }) {
  const t = useT()
  const done = steps.filter((step) => step.done).length
  const dismiss = useAct('POST /today/checklist-dismissal', {
    invalidates: ['/today'],
    optimistic: (_, patch) => patch('GET /today', {}, (old) => ({ ...old, checklist: null })),
  })
  return (
    <section className="td-card td-first-steps" aria-label={t('today.checklist.title')}>
      <header>
        <h2>{t('today.checklist.title')}</h2>
        <span className="td-card-note td-muted td-num">
          {t('today.checklist.progress', { done, total: steps.length })}
        </span>
        <CloseButton
          aria-label={t('today.checklist.dismiss')}
          title={t('today.checklist.dismiss')}
          onClick={() => dismiss.mutate({})}
        />
      </header>
      <Progress value={(done / steps.length) * 100} size="xs" aria-hidden />
      <ol>
        {steps.map((step) => (
          <li key={step.step} data-done={step.done || undefined}>
            {step.done ? (
              <IconCircleCheckFilled size={18} role="img" aria-label={t('today.checklist.done')} />
            ) : (
              <IconCircle size={18} stroke={1.6} aria-hidden="true" />
            )}
            {step.done ? (
              t(`today.checklist.steps.${step.step}`)
            ) : (
              <Link to={ways[step.step]}>{t(`today.checklist.steps.${step.step}`)}</Link>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
