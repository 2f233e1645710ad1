import { ActionIcon, Menu } from '@mantine/core'
import { IconAlertTriangle, IconCalendarDue, IconCircleCheck, IconCircleX, IconDots } from '@tabler/icons-react'
import type { Deal } from '#contract/deals.ts'
import { clockNow } from '../../kernel/clock.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { MemberAvatar } from '../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'

type Props = {
  deal: Deal
  stages: readonly { stageId: string; name: string }[]
  onMove: (deal: Deal, stageId: string) => void
  onClose: (as: 'won' | 'lost') => void
}

/** What a seller needs to tell deals apart: who, how much, by when, whose, and whether it stalls. */
export function DealCard({ deal, stages, onMove, onClose }: Props) {
  const format = useFormat()
  const t = useT()
  const can = useCan()
  const owner = useMembers().find((member) => member.id === deal.ownerId)
  const isLate =
    deal.expectedCloseOn !== null &&
    deal.expectedCloseOn < new Intl.DateTimeFormat('en-CA', { timeZone: format.timeZone }).format()
  const days = Math.floor((clockNow() - Date.parse(deal.stageSince)) / 86_400_000)
  const who = deal.companyName ?? deal.contactName
  return (
    <div className="dl-card">
      <div className="dl-card-head">
        <Link to={`/deals/${deal.id}`} className="dl-card-name">
          {deal.name}
        </Link>
        {can('deals.write') && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={t('deals.board.menu', { deal: deal.name })}
              >
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {stages
                .filter((stage) => stage.stageId !== deal.stageId)
                .map((stage) => (
                  <Menu.Item key={stage.stageId} onClick={() => onMove(deal, stage.stageId)}>
                    {t('deals.board.moveTo', { stage: stage.name })}
                  </Menu.Item>
                ))}
              <Menu.Divider />
              <Menu.Item leftSection={<IconCircleCheck size={16} stroke={1.7} />} onClick={() => onClose('won')}>
                {t('deals.won.action')}
              </Menu.Item>
              <Menu.Item leftSection={<IconCircleX size={16} stroke={1.7} />} onClick={() => onClose('lost')}>
                {t('deals.lost.action')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {who && <div className="td-muted td-clip dl-card-who">{who}</div>}
      <div className="dl-card-foot">
        <strong className="td-num">{deal.amount ? format.money(deal.amount) : '–'}</strong>
        {deal.expectedCloseOn && (
          <span
            className="dl-card-mark td-num"
            data-late={isLate || undefined}
            title={
              isLate
                ? t('deals.board.late', { date: format.date(deal.expectedCloseOn) })
                : t('deals.fields.expectedCloseOn')
            }
          >
            <IconCalendarDue size={14} stroke={1.7} aria-hidden="true" />
            {format.date(deal.expectedCloseOn)}
          </span>
        )}
        {owner && (
          <span className="dl-card-owner">
            <MemberAvatar name={owner.fullName} size={20} />
          </span>
        )}
      </div>
      {deal.isRotting && (
        <div className="dl-card-rot">
          <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
          <span>{t('deals.board.rotting', { days })}</span>
        </div>
      )}
    </div>
  )
}
