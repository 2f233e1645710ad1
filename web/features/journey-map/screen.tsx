import { Button, Checkbox, Group } from '@mantine/core'
import { IconMap2, IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import type { Editing } from './editing.ts'
import { Stage } from './stage.tsx'
import { StageDialog } from './stage-dialog.tsx'
import { TouchpointDialog } from './touchpoint-dialog.tsx'
import './journey.css'

/** The customer's journey as a board: stages side by side, in each what the customer meets, and what is missing. */
export default function JourneyMap() {
  const t = useT()
  const map = useApi('GET /journey-map')
  const [editing, setEditing] = useState<Editing | null>(null)
  const [onlyGaps, setOnlyGaps] = useState(false)
  if (map.error) return <ErrorScreen error={map.error} reset={() => void map.refetch()} />
  if (!map.data) return <PageSkeleton />
  const { stages, gaps } = map.data
  const shown = stages.filter((stage) => !onlyGaps || [stage, ...stage.touchpoints].some((one) => one.gaps.length > 0))
  return (
    <Page
      title={t('journey-map.title')}
      subtitle={t('journey-map.text')}
      width="wide"
      actions={
        <Can permission="journey.write">
          <Button
            leftSection={<IconPlus size={17} />}
            variant={stages.length > 0 ? 'filled' : 'default'}
            onClick={() => setEditing({ what: 'stage', stage: null })}
          >
            {t('journey-map.stage.add')}
          </Button>
        </Can>
      }
    >
      {stages.length === 0 ? (
        <Empty />
      ) : (
        <>
          <Group mb="sm" gap="md">
            <strong role="status">{t('journey-map.count', { count: gaps })}</strong>
            <Checkbox
              label={t('journey-map.onlyGaps')}
              checked={onlyGaps}
              onChange={(event) => setOnlyGaps(event.currentTarget.checked)}
            />
          </Group>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a board wider than the screen is scrolled by keyboard */}
          <section className="jm-board" aria-label={t('journey-map.title')} tabIndex={0}>
            {shown.map((stage) => (
              <Stage
                key={stage.id}
                stage={stage}
                order={stages.map((one) => one.id)}
                onlyGaps={onlyGaps}
                onEdit={setEditing}
              />
            ))}
          </section>
        </>
      )}
      {editing?.what === 'stage' && <StageDialog stage={editing.stage} onClose={() => setEditing(null)} />}
      {editing?.what === 'touchpoint' && (
        <TouchpointDialog
          stageId={editing.stageId}
          touchpoint={editing.touchpoint}
          stages={stages}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  )
}

const usual = ['discover', 'compare', 'buy', 'use', 'recommend'] as const

function Empty() {
  const t = useT()
  const create = useAct('POST /journey-stages', { invalidates: ['/journey-map'] })
  // A second click may come before the button shows that the first one works, and between two stages.
  const hasBegun = useRef(false)
  const begin = async () => {
    if (hasBegun.current) return
    hasBegun.current = true
    try {
      for (const stage of usual) await create.mutateAsync({ body: { name: t(`journey-map.defaults.${stage}`) } })
    } catch {
      hasBegun.current = false
    }
  }
  return (
    <EmptyState
      picture={<IconMap2 size={40} stroke={1.2} />}
      title={t('journey-map.empty.title')}
      text={t('journey-map.empty.text')}
      action={
        <Can permission="journey.write">
          <Button loading={create.isPending} onClick={() => void begin()}>
            {t('journey-map.empty.action')}
          </Button>
        </Can>
      }
    />
  )
}
