import { ActionIcon, Badge, Button, Menu } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import type { JourneyStage, Touchpoint } from '#contract/journey.ts'
import { api } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { useMembers } from '../../kernel/record/member-select.tsx'
import type { Editing } from './editing.ts'

type Props = {
  stage: JourneyStage
  /** All stages as they stand. */
  order: readonly string[]
  onlyGaps: boolean
  onEdit: (editing: Editing) => void
}
const refreshed = { invalidates: ['/journey-map', '/impacts'] }

/** One stage: what the customer wants, who is in charge for each department, and what the customer meets. */
export function Stage({ stage, order, onlyGaps, onEdit }: Props) {
  const t = useT()
  const can = useCan()
  const members = useMembers()
  const departments = useApi('GET /departments', {}, { staleTime: 600_000 }).data?.items ?? []
  const touchpoints = stage.touchpoints.filter((one) => !onlyGaps || one.gaps.length > 0)
  const writes = can('journey.write')
  return (
    <article className="jm-stage" aria-label={stage.name}>
      <header>
        <h2>{stage.name}</h2>
        {writes && <StageMenu stage={stage} order={order} onEdit={onEdit} />}
      </header>
      {stage.goal && <p>{stage.goal}</p>}
      <Gaps gaps={stage.gaps} />
      <ul className="jm-owners">
        {stage.owners.map(({ departmentId, memberId }) => (
          <li key={departmentId}>
            <span className="td-muted">{departments.find((one) => one.id === departmentId)?.name ?? '–'}</span>
            <span>{members.find((one) => one.id === memberId)?.fullName ?? '–'}</span>
          </li>
        ))}
      </ul>
      <ul className="jm-cards">
        {touchpoints.map((touchpoint) => (
          <li key={touchpoint.id}>
            <Card
              touchpoint={touchpoint}
              {...(writes && { onEdit: () => onEdit({ what: 'touchpoint', stageId: stage.id, touchpoint }) })}
            />
          </li>
        ))}
      </ul>
      {writes && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onEdit({ what: 'touchpoint', stageId: stage.id, touchpoint: null })}
        >
          {t('journey-map.touchpoint.add')}
        </Button>
      )}
    </article>
  )
}

function StageMenu({ stage, order, onEdit }: Omit<Props, 'onlyGaps'>) {
  const t = useT()
  const arrange = useAct('PUT /journey-stages/order', refreshed)
  const remove = useAct('DELETE /journey-stages/:id', {
    ...refreshed,
    done: t('journey-map.stage.deleted'),
    undo: () => api('POST /journey-stages/:id/restoration', { params: { id: stage.id } }),
  })
  const at = order.indexOf(stage.id)
  const move = (to: number) => {
    const ids = order.filter((id) => id !== stage.id)
    ids.splice(to, 0, stage.id)
    arrange.mutate({ body: { ids } })
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={t('journey-map.stage.more', { name: stage.name })}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onEdit({ what: 'stage', stage })}>
          {t('journey-map.stage.edit')}
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowLeft size={16} />} disabled={at === 0} onClick={() => move(at - 1)}>
          {t('journey-map.stage.left')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowRight size={16} />}
          disabled={at === order.length - 1}
          onClick={() => move(at + 1)}
        >
          {t('journey-map.stage.right')}
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={16} />}
          onClick={() => remove.mutate({ params: { id: stage.id } })}
        >
          {t('journey-map.stage.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Card({ touchpoint, onEdit }: { touchpoint: Touchpoint; onEdit?: () => void }) {
  const t = useT()
  const members = useMembers()
  const { name, ownerId, promise, metric, target, links, gaps } = touchpoint
  const rows = [
    [t('journey-map.touchpoint.owner'), members.find((member) => member.id === ownerId)?.fullName ?? ''],
    [t('journey-map.touchpoint.promise'), promise],
    [t('journey-map.touchpoint.metric'), [metric, target].filter((part) => part).join(': ')],
  ].filter(([, value]) => value)
  return (
    <div className="jm-card">
      <header>
        <h3>{name}</h3>
        {onEdit && (
          <ActionIcon variant="subtle" aria-label={`${t('journey-map.touchpoint.edit')}: ${name}`} onClick={onEdit}>
            <IconPencil size={16} />
          </ActionIcon>
        )}
      </header>
      <Gaps gaps={gaps} />
      <dl>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ul className="jm-links">
        {links.map((link) => (
          <li key={link.id}>
            {link.isAlive && link.url ? (
              <Link to={link.url}>{link.name}</Link>
            ) : (
              <span className="td-muted">{link.name || t('journey-map.touchpoint.gone')}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Gaps({ gaps }: { gaps: JourneyStage['gaps'] }) {
  const t = useT()
  if (gaps.length === 0) return null
  return (
    <div className="jm-gaps">
      {gaps.map((gap) => (
        <Badge key={gap} variant="light" color={gap === 'no_owner' ? 'red' : 'amber'}>
          {t(`journey-map.gaps.${gap}`)}
        </Badge>
      ))}
    </div>
  )
}
