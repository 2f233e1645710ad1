import { Badge } from '@mantine/core'
import type { Shop, ShopRun } from '#contract/shops.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'
import { parts } from './words.ts'

const shownRuns = 5
const shownIssues = 8
const colors = { queued: 'gray', running: 'blue', finished: 'green', failed: 'red' } as const

/** The last runs of a shop: what they brought, and what could not be brought and why. */
export function Runs({ shop }: { shop: Shop }) {
  const t = useT()
  const runs = useApi('GET /shops/:id/runs', { params: { id: shop.id }, query: { limit: shownRuns } })
  const items = runs.data?.items
  return (
    <>
      <h3 className="td-panel-title">{t('shops.runs.title')}</h3>
      {items?.length === 0 && <p className="td-muted">{t('shops.runs.none')}</p>}
      <ul className="sh-runs">
        {items?.map((run, index) => (
          <Run key={run.id} run={run} isLast={index === 0} />
        ))}
      </ul>
    </>
  )
}

function Run({ run, isLast }: { run: ShopRun; isLast: boolean }) {
  const t = useT()
  const format = useFormat()
  const told = parts.flatMap((part) => {
    const counts = run.counts[part]
    if (!counts || counts.created + counts.updated + counts.skipped === 0) return []
    return t('shops.runs.counts', { ...counts, part: t(`shops.parts.${part}`) })
  })
  return (
    <li>
      <span className="sh-run">
        <Badge variant="light" color={colors[run.state]}>
          {t(`shops.runs.states.${run.state}`)}
        </Badge>
        <span className="td-num">{format.dateTime(run.createdAt)}</span>
        <span className="td-muted">{t(`shops.runs.triggers.${run.trigger}`)}</span>
        <span>{told.join(' · ') || (run.state === 'finished' && t('shops.runs.nothing'))}</span>
      </span>
      {run.problem && !isLast && (
        <span className="td-muted">{t(`shops.problems.${run.problem.code}`, { detail: run.problem.detail })}</span>
      )}
      {isLast && run.issues.length > 0 && <Issues run={run} />}
    </li>
  )
}

function Issues({ run }: { run: ShopRun }) {
  const t = useT()
  const rest = run.issues.length - shownIssues
  return (
    <details className="sh-issues">
      <summary>
        {t('shops.issues.title')} ({run.issues.length})
      </summary>
      <ul>
        {run.issues.slice(0, shownIssues).map((issue) => (
          <li key={`${issue.part} ${issue.externalId} ${issue.rule}`}>
            {t(`shops.parts.${issue.part}`)} {issue.externalId}: {t(`shops.issues.${issue.rule}`)}
            {issue.detail && <span className="td-muted"> ({issue.detail})</span>}
          </li>
        ))}
        {rest > 0 && <li className="td-muted">{t('shops.issues.more', { count: rest })}</li>}
      </ul>
    </details>
  )
}
