import { ActionIcon, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Pipeline } from '#contract/pipelines.ts'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { usePageTitle } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { usePipeline } from './use-pipeline.ts'
import './deals.css'

/** The stages that deals go through. Nothing changes until it is saved, all at once. */
export default function PipelineSettings() {
  const { pipeline } = usePipeline()
  if (!pipeline) return <PageSkeleton />
  return <Editor key={pipeline.version} pipeline={pipeline} />
}

type StageDraft = {
  key: string
  id?: string
  name: string
  probability: number
  rotDays: number | null
  openDeals: number
}
type Move = { fromStageId: string; toStageId: string }

function Editor({ pipeline }: { pipeline: Pipeline }) {
  const t = useT()
  usePageTitle(t('deals.pipeline.title'))
  const [name, setName] = useState(pipeline.name)
  const [stages, setStages] = useState<StageDraft[]>(() =>
    pipeline.stages.map((stage) => ({ ...stage, key: stage.id })),
  )
  const [moves, setMoves] = useState<Move[]>([])
  const [removing, setRemoving] = useState<StageDraft | null>(null)
  const save = useAct('PATCH /pipelines/:id', {
    invalidates: ['/pipelines', '/deals'],
    done: t('deals.pipeline.saved'),
    ifMatch: `"${pipeline.version}"`,
  })
  const change = (key: string, patch: Partial<StageDraft>) =>
    setStages((old) => old.map((stage) => (stage.key === key ? { ...stage, ...patch } : stage)))
  const shift = (index: number, by: number) =>
    setStages((old) => {
      const next = [...old]
      const [stage] = next.splice(index, 1)
      next.splice(index + by, 0, stage!)
      return next
    })
  const remove = (stage: StageDraft, toStageId?: string) => {
    setStages((old) => old.filter((one) => one.key !== stage.key))
    // Deals promised to a stage that goes, go where its own go.
    if (stage.id && toStageId)
      setMoves((old) => [
        ...old.map((move) => (move.toStageId === stage.id ? { ...move, toStageId } : move)),
        { fromStageId: stage.id!, toStageId },
      ])
    setRemoving(null)
  }
  const isComplete = name.trim() !== '' && stages.every((stage) => stage.name.trim() !== '')
  const nameOf = (id: string) => pipeline.stages.find((stage) => stage.id === id)?.name ?? ''

  return (
    <Page title={t('deals.pipeline.title')} subtitle={t('deals.pipeline.subtitle')}>
      <Stack gap="md">
        <TextInput
          label={t('deals.pipeline.name')}
          maw={320}
          maxLength={80}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="dl-stages-scroll">
          <table className="dl-stages">
            <thead>
              <tr>
                <th>{t('deals.pipeline.stageName')}</th>
                <th>{t('deals.pipeline.probability')}</th>
                <th>{t('deals.pipeline.rotDays')}</th>
                <th>{t('deals.pipeline.openDeals')}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {stages.map((stage, index) => (
                <StageRow
                  key={stage.key}
                  stage={stage}
                  isFirst={index === 0}
                  isLast={index === stages.length - 1}
                  isOnly={stages.length === 1}
                  onChange={(patch) => change(stage.key, patch)}
                  onShift={(by) => shift(index, by)}
                  onRemove={() => (stage.openDeals > 0 ? setRemoving(stage) : remove(stage))}
                />
              ))}
            </tbody>
          </table>
        </div>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          style={{ alignSelf: 'flex-start' }}
          disabled={stages.length >= 20}
          onClick={() =>
            setStages((old) => [
              ...old,
              { key: crypto.randomUUID(), name: '', probability: 50, rotDays: 14, openDeals: 0 },
            ])
          }
        >
          {t('deals.pipeline.add')}
        </Button>
        {moves.map((move) => (
          <Text key={move.fromStageId} c="dimmed">
            {t('deals.pipeline.moves', {
              from: nameOf(move.fromStageId),
              to: stages.find((stage) => stage.id === move.toStageId)?.name ?? '',
            })}
          </Text>
        ))}
        <Group>
          <Button
            disabled={!isComplete}
            loading={save.isPending}
            onClick={() =>
              save.mutate({
                params: { id: pipeline.id },
                body: {
                  name: name.trim(),
                  moves,
                  stages: stages.map(({ id, name: stageName, probability, rotDays }) => ({
                    ...(id && { id }),
                    name: stageName.trim(),
                    probability,
                    rotDays,
                  })),
                },
              })
            }
          >
            {t('deals.pipeline.save')}
          </Button>
          <Button
            variant="subtle"
            color="gray"
            onClick={() => {
              setName(pipeline.name)
              setStages(pipeline.stages.map((stage) => ({ ...stage, key: stage.id })))
              setMoves([])
            }}
          >
            {t('deals.pipeline.discard')}
          </Button>
        </Group>
      </Stack>
      {removing && (
        <MoveDialog
          stage={removing}
          others={stages.filter((stage) => stage.id && stage.key !== removing.key)}
          onMove={(toId) => remove(removing, toId)}
          onClose={() => setRemoving(null)}
        />
      )}
    </Page>
  )
}

type RowProps = {
  stage: StageDraft
  isFirst: boolean
  isLast: boolean
  isOnly: boolean
  onChange: (patch: Partial<StageDraft>) => void
  onShift: (by: number) => void
  onRemove: () => void
}

function StageRow({ stage, isFirst, isLast, isOnly, onChange, onShift, onRemove }: RowProps) {
  const t = useT()
  const format = useFormat()
  const words = { stage: stage.name || t('deals.pipeline.newStage') }
  return (
    <tr>
      <td>
        <TextInput
          miw={150}
          maxLength={80}
          aria-label={t('deals.pipeline.stageName')}
          placeholder={t('deals.pipeline.newStage')}
          value={stage.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      </td>
      <td>
        <NumberField
          w={92}
          min={0}
          max={100}
          suffix="%"
          aria-label={`${words.stage}: ${t('deals.pipeline.probability')}`}
          value={stage.probability}
          onChange={(value) => onChange({ probability: value || 0 })}
        />
      </td>
      <td>
        <NumberField
          w={120}
          min={1}
          max={365}
          suffix={t('deals.pipeline.days')}
          placeholder={t('deals.pipeline.never')}
          aria-label={`${words.stage}: ${t('deals.pipeline.rotDays')}`}
          value={stage.rotDays ?? ''}
          onChange={(value) => onChange({ rotDays: value === '' ? null : value })}
        />
      </td>
      <td className="td-num">{format.number(stage.openDeals)}</td>
      <td>
        <Group gap={2} wrap="nowrap" justify="flex-end">
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={isFirst}
            aria-label={t('deals.pipeline.up', words)}
            onClick={() => onShift(-1)}
          >
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={isLast}
            aria-label={t('deals.pipeline.down', words)}
            onClick={() => onShift(1)}
          >
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="red"
            disabled={isOnly}
            aria-label={t('deals.pipeline.remove', words)}
            onClick={onRemove}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </td>
    </tr>
  )
}

type MoveProps = {
  stage: StageDraft
  others: readonly StageDraft[]
  onMove: (toId: string) => void
  onClose: () => void
}

function MoveDialog({ stage, others, onMove, onClose }: MoveProps) {
  const t = useT()
  const [toId, setToId] = useState<string | null>(others[0]?.id ?? null)
  return (
    <Modal opened onClose={onClose} title={t('deals.pipeline.moveTitle', { stage: stage.name })}>
      <Stack>
        <Text>{t('deals.pipeline.moveText', { deals: stage.openDeals })}</Text>
        <Select
          label={t('deals.pipeline.moveTo')}
          allowDeselect={false}
          data={others.map((one) => ({ value: one.id!, label: one.name }))}
          value={toId}
          onChange={setToId}
        />
        <Button color="red" disabled={toId === null} onClick={() => toId && onMove(toId)}>
          {t('deals.pipeline.moveConfirm')}
        </Button>
      </Stack>
    </Modal>
  )
}
