import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash, IconTrendingUp } from '@tabler/icons-react'
import { useState } from 'react'
import type { Conflict } from '#contract/conflicts.ts'
import { type Translate, useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { EvidenceDialog } from './evidence-dialog.tsx'

type Piece = Conflict['evidence'][number]

export function labelOf(t: Translate, { metric, reason, days, label }: Piece): string {
  if (!metric) return label ?? ''
  const what = label ?? t(`conflicts.metrics.${metric}`)
  const why = reason ? `: ${t(`conflicts.reasons.${reason}`)}` : ''
  return days === null ? `${what}${why}` : t('conflicts.evidence.over', { what: `${what}${why}`, days })
}

/** The facts between the two sides: as they are now, beside what they were when it was decided. */
export function EvidenceList({ conflict, readOnly }: { conflict: Conflict; readOnly: boolean }) {
  const t = useT()
  const [adding, setAdding] = useState(false)
  return (
    <section className="cf-data" aria-label={t('conflicts.evidence.title')}>
      <h3>{t('conflicts.evidence.title')}</h3>
      {conflict.evidence.length === 0 && <p className="td-muted">{t('conflicts.evidence.none')}</p>}
      <ul>
        {conflict.evidence.map((piece) => (
          <PieceView key={piece.id} conflict={conflict} piece={piece} readOnly={readOnly} />
        ))}
      </ul>
      {!readOnly && (
        <Button size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
          {t('conflicts.evidence.add')}
        </Button>
      )}
      {adding && <EvidenceDialog id={conflict.id} onClose={() => setAdding(false)} />}
    </section>
  )
}

function PieceView({ conflict, piece, readOnly }: { conflict: Conflict; piece: Piece; readOnly: boolean }) {
  const t = useT()
  const format = useFormat()
  const remove = useAct('DELETE /conflicts/:id/evidence/:evidenceId', { done: t('conflicts.evidence.removed') })
  const label = labelOf(t, piece)
  const numberOf = (value: number) => (piece.unit === 'percent' ? format.percent(value / 100, 1) : format.number(value))
  const most = Math.max(1, ...piece.parts.map((part) => part.value))
  return (
    <li data-worse={piece.worsened || undefined}>
      <div className="cf-piece">
        <span className="cf-piece-label">{label}</span>
        {!readOnly && (
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            aria-label={t('conflicts.evidence.remove', { label })}
            onClick={() => remove.mutate({ params: { id: conflict.id, evidenceId: piece.id } })}
          >
            <IconTrash size={14} />
          </ActionIcon>
        )}
      </div>
      {piece.value !== null && (
        <p className="cf-figure td-num">
          {piece.kind === 'live' && piece.url ? (
            <Link to={piece.url}>{numberOf(piece.value)}</Link>
          ) : (
            numberOf(piece.value)
          )}
        </p>
      )}
      {piece.atDecision !== null && (
        <p className="cf-small cf-line">
          {piece.worsened && <IconTrendingUp size={15} aria-hidden="true" />}
          {t(piece.worsened ? 'conflicts.evidence.worse' : 'conflicts.evidence.was', {
            value: numberOf(piece.atDecision),
          })}
        </p>
      )}
      {piece.kind !== 'live' && piece.url && (
        <a href={piece.url} target="_blank" rel="noreferrer noopener" className="cf-small">
          {t('conflicts.evidence.source')}
        </a>
      )}
      {piece.parts.length > 1 && (
        <ul className="cf-parts">
          {piece.parts.map((part) => (
            <li key={part.key}>
              <span>{t(`conflicts.reasons.${part.key}`)}</span>
              <span className="cf-bar" aria-hidden="true">
                <span style={{ width: `${(part.value / most) * 100}%` }} />
              </span>
              <span className="td-num">{format.number(part.value)}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
