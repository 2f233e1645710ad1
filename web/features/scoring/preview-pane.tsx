import { Alert, Collapse, Group, Skeleton, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { ApiProblem } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { ScoreExplanation } from '../../kernel/record/score-explanation.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import type { Definition, Preview } from './types.ts'

const pauseMs = 400
const rank = { up: 0, down: 1, same: 2 }

/** What the edited model does to real contacts, before it is in force: who moves, and why. */
export function PreviewPane({ definition }: { definition: Definition }) {
  const t = useT()
  const [asked] = useDebouncedValue(definition, pauseMs)
  const preview = useAct('POST /scoring-models/preview', { quiet: true, invalidates: [] })
  const [shown, setShown] = useState<Preview | null>(null)
  const { mutate } = preview
  useEffect(() => mutate({ body: { definition: asked } }, { onSuccess: setShown }), [asked, mutate])
  const problem = preview.error instanceof ApiProblem ? preview.error : null
  return (
    <aside className="sc-preview" aria-label={t('scoring.preview.title')} aria-busy={preview.isPending}>
      <h2 className="td-panel-title">{t('scoring.preview.title')}</h2>
      {problem && (
        <Alert color="red" my="xs">
          {t('scoring.preview.invalid')}
          <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
            {problem.errors.slice(0, 5).map(({ pointer, rule, params }) => (
              <li key={pointer + rule}>
                {t('scoring.preview.error', {
                  where: whereOf(t, definition, pointer),
                  what: t.has(`rules.${rule}`) ? t(`rules.${rule}`, params) : rule,
                })}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {!shown && !problem && [1, 2, 3, 4].map((key) => <Skeleton key={key} h={36} mt="xs" />)}
      {shown && <Distribution {...shown.distribution} />}
      {shown?.items.length === 0 && <p className="td-muted">{t('scoring.preview.nobody')}</p>}
      {[...(shown?.items ?? [])]
        .sort((a, b) => rank[a.moved] - rank[b.moved] || b.after.total - a.after.total)
        .map((item) => (
          <Person key={item.contactId} item={item} />
        ))}
    </aside>
  )
}

function Distribution({ sampled, before, after }: Preview['distribution']) {
  const t = useT()
  return (
    <table className="sc-counts">
      <caption className="td-muted" style={{ textAlign: 'start', captionSide: 'bottom' }}>
        {t('scoring.preview.sampled', { count: sampled })}
      </caption>
      <thead>
        <tr className="td-muted">
          <td />
          <th>{t('scoring.preview.now')}</th>
          <th>{t('scoring.preview.then')}</th>
        </tr>
      </thead>
      <tbody>
        {(['hot', 'warm', 'cold', 'mql'] as const).map((key) => (
          <tr key={key}>
            <th>{key === 'mql' ? t('scoring.preview.mql') : t(`kit.temperature.${key}`)}</th>
            <td className="td-num">{before[key]}</td>
            <td className="td-num">
              <strong>{after[key]}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Person({ item }: { item: Preview['items'][number] }) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const { fullName, before, after, moved } = item
  return (
    <div className="sc-person">
      <UnstyledButton w="100%" aria-expanded={open} onClick={() => setOpen(!open)} fz="inherit">
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <span className="td-clip">{fullName || t('contacts.unnamed')}</span>
          <Group gap={4} wrap="nowrap">
            {moved === 'up' && (
              <IconArrowUp
                size={15}
                color="var(--mantine-color-green-text)"
                role="img"
                aria-label={t('scoring.preview.up')}
              />
            )}
            {moved === 'down' && (
              <IconArrowDown
                size={15}
                color="var(--mantine-color-red-text)"
                role="img"
                aria-label={t('scoring.preview.down')}
              />
            )}
            {moved !== 'same' && <TemperatureBadge value={before.temperature} />}
            <TemperatureBadge value={after.temperature} />
          </Group>
        </Group>
        <span className="td-muted td-num">
          {before.total === after.total
            ? t('scoring.preview.points', { points: after.total })
            : t('scoring.preview.change', { before: before.total, after: after.total })}
        </span>
      </UnstyledButton>
      <Collapse expanded={open}>
        <ScoreExplanation contributions={after.contributions} total={after.total} />
      </Collapse>
    </div>
  )
}

/** `/definition/fit/3/label` → the name of that rule, or of the field. */
function whereOf(t: ReturnType<typeof useT>, definition: Definition, pointer: string): string {
  const [, , list, index] = pointer.split('/')
  const rules = list === 'fit' ? definition.fit : list === 'engagement' ? definition.engagement : []
  const label = rules[Number(index)]?.label
  if (label !== undefined) return typeof label === 'string' ? label || t('scoring.preview.unnamed') : label.es
  return list !== undefined && t.has(`scoring.bounds.${list}`) ? t(`scoring.bounds.${list}`) : pointer
}
