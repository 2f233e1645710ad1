import { UnstyledButton } from '@mantine/core'
import type { DealRecord } from '#contract/deals.ts'
import { api } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { usePipeline } from './use-pipeline.ts'

/** The way through the pipeline; a click moves the deal, and the toast takes it back. */
export function StageStepper({ deal }: { deal: DealRecord }) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const { stages } = usePipeline()
  const move = useAct('POST /deals/:id/stage', {
    invalidates: ['/deals', '/pipelines'],
    done: (moved) => t('deals.board.moved', { deal: moved.name, stage: moved.stageName }),
    undo: () => api('POST /deals/:id/stage', { params: { id: deal.id }, body: { stageId: deal.stageId } }),
    optimistic: ({ body }, patch) =>
      patch('GET /deals/:id', { params: { id: deal.id } }, (old) => ({
        ...old,
        stageId: body.stageId,
        stageName: stages.find((stage) => stage.id === body.stageId)?.name ?? old.stageName,
      })),
  })
  const current = stages.findIndex((stage) => stage.id === deal.stageId)
  return (
    <ol className="dl-steps" aria-label={t('deals.record.stages')}>
      {stages.map(({ id, name }, index) => (
        <li key={id}>
          <UnstyledButton
            className="dl-step"
            data-passed={index < current || deal.state === 'won' || undefined}
            aria-current={deal.state === 'open' && index === current ? 'step' : undefined}
            title={
              deal.state === 'open' && index === current
                ? t('deals.record.stageNow', { stage: name, since: format.date(deal.stageSince) })
                : undefined
            }
            disabled={deal.state !== 'open' || index === current || !can('deals.write')}
            onClick={() => move.mutate({ params: { id: deal.id }, body: { stageId: id } })}
          >
            {name}
          </UnstyledButton>
        </li>
      ))}
    </ol>
  )
}
