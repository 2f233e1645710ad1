import { Button, Group, Skeleton, Tabs, Title } from '@mantine/core'
import { IconInbox, IconReportAnalytics } from '@tabler/icons-react'
import { useEffect, useMemo } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { Link, useGo, usePageTitle, useSearch } from '../../kernel/navigation.tsx'
import { useApi, useApiPages } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { useShortcuts } from '../../kernel/shortcuts.tsx'
import { LeadPane } from './lead-pane.tsx'
import { LeadRow } from './lead-row.tsx'
import { type RejectionReason, rejectionReasons } from './types.ts'
import './inbox.css'

const tabs = ['pending', 'mine', 'accepted', 'rejected'] as const
type Tab = (typeof tabs)[number]

/** The inbox of sales: leads by the clock that runs out next, and everything known of the one that is open. */
export default function Inbox() {
  const t = useT()
  const go = useGo()
  const [search, setSearch] = useSearch()
  usePageTitle(t('handovers.inbox.title'))
  const tab = tabs.find((one) => one === search.tab) ?? 'pending'
  const reason = rejectionReasons.find((one) => one === search.reason)
  const openId = typeof search.id === 'string' ? search.id : null
  const counts = useApi('GET /handovers/counts').data
  const query = useMemo(() => queryOf(tab, reason), [tab, reason])
  const leads = useApiPages('GET /handovers', { query }, { keepPrevious: true })
  const { items } = leads
  const show = (id: string | null, { replace = true } = {}) => setSearch({ ...search, id: id ?? '' }, { replace })
  // On a phone the lead takes the place of the list: Back leads to it again.
  const open = (id: string) => show(id, { replace: Boolean(openId) })

  // On a wide screen the first lead is open at once; on a narrow one the list comes first.
  const firstId = items[0]?.id
  useEffect(() => {
    if (openId === null && firstId && window.matchMedia('(min-width: 56em)').matches)
      setSearch({ ...search, id: firstId })
  }, [openId, firstId, search, setSearch])

  const step = (by: 1 | -1) => {
    const index = items.findIndex((lead) => lead.id === openId)
    const next = items[index < 0 ? 0 : index + by]
    if (next) show(next.id)
    if (by === 1 && index >= items.length - 3 && leads.hasNextPage) void leads.fetchNextPage()
  }
  useShortcuts([
    { keys: 'j', label: 'shortcuts.next', run: () => step(1) },
    { keys: 'k', label: 'shortcuts.previous', run: () => step(-1) },
  ])
  /** After a decision the next lead is at hand. */
  const advance = (id: string) => {
    const index = items.findIndex((lead) => lead.id === id)
    show(items[index + 1]?.id ?? items[index - 1]?.id ?? null)
  }

  return (
    <div className="ho-inbox" data-open={openId ? true : undefined}>
      <section className="ho-side" aria-label={t('handovers.inbox.title')}>
        <div className="ho-head">
          <Group justify="space-between" mb="xs">
            <Title order={1} size="h3">
              {t('handovers.inbox.title')}
            </Title>
            <Group gap={4}>
              <Widgets slot="list.export" props={{ list: 'handovers', query: exported(query) }} height={28} />
              <Button
                component={Link}
                to="/inbox/outcomes"
                variant="subtle"
                size="compact-sm"
                leftSection={<IconReportAnalytics size={15} />}
              >
                {t('handovers.outcomes.short')}
              </Button>
            </Group>
          </Group>
          <Tabs value={tab} onChange={(value) => setSearch({ tab: value ?? 'pending' })} variant="default">
            <Tabs.List style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
              {tabs.map((one) => (
                <Tabs.Tab key={one} value={one} px="xs">
                  {t(`handovers.tabs.${one}`)}
                  {counts && one === 'pending' && <span className="td-muted td-num"> {counts.pending}</span>}
                  {counts && one === 'mine' && <span className="td-muted td-num"> {counts.mine}</span>}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </Tabs>
        </div>
        {leads.isPending && [1, 2, 3, 4].map((key) => <Skeleton key={key} h={72} m="xs" w="auto" />)}
        {!leads.isPending && items.length === 0 && (
          <EmptyState
            title={t(`handovers.empty.${tab}.title`)}
            text={t(`handovers.empty.${tab}.text`)}
            picture={<IconInbox size={36} stroke={1.2} />}
            action={
              tab === 'pending' ? (
                <Button variant="default" onClick={() => go('/forms')}>
                  {t('handovers.empty.action')}
                </Button>
              ) : undefined
            }
          />
        )}
        <ul className="ho-list">
          {items.map((lead) => (
            <LeadRow key={lead.id} lead={lead} isOpen={lead.id === openId} onOpen={() => open(lead.id)} />
          ))}
          {leads.hasNextPage && (
            <li style={{ padding: '0.75rem' }}>
              <MoreButton pages={leads} />
            </li>
          )}
        </ul>
      </section>
      <section className="ho-detail" aria-label={t('handovers.detail.title')}>
        {openId && (
          <LeadPane
            key={openId}
            id={openId}
            onBack={() => show(null)}
            onDecided={() => tab !== 'accepted' && advance(openId)}
          />
        )}
      </section>
    </div>
  )
}

/** The filters without the order. */
function exported({ sort: _, ...filters }: ReturnType<typeof queryOf> & { sort?: string }) {
  return filters
}

function queryOf(tab: Tab, reason: RejectionReason | undefined) {
  if (tab === 'accepted') return { state: ['accepted' as const] }
  if (tab === 'rejected') return { state: ['rejected' as const], ...(reason && { rejectionReason: [reason] }) }
  return { state: ['pending' as const], sort: 'clockAt' as const, ...(tab === 'mine' && { mine: true }) }
}
