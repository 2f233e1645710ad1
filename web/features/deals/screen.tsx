import { SegmentedControl } from '@mantine/core'
import { IconLayoutKanban, IconList } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import DealBoard from './deal-board.tsx'
import DealTable from './deal-table.tsx'

/** The same deals as board or table; the address says which, with filters and all. */
export default function Deals() {
  const [search] = useSearch()
  return search.layout === 'table' ? <DealTable toolbar={<LayoutSwitch />} /> : <DealBoard toolbar={<LayoutSwitch />} />
}

function LayoutSwitch() {
  const t = useT()
  const [search, setSearch] = useSearch()
  const { layout, sort: _, ...rest } = search
  return (
    <SegmentedControl
      aria-label={t('deals.layout.label')}
      value={layout === 'table' ? 'table' : 'board'}
      onChange={(next) => setSearch(next === 'table' ? { ...rest, layout: 'table' } : rest)}
      data={[
        {
          value: 'board',
          label: <Choice icon={<IconLayoutKanban size={16} stroke={1.7} />} text={t('deals.layout.board')} />,
        },
        { value: 'table', label: <Choice icon={<IconList size={16} stroke={1.7} />} text={t('deals.layout.table')} /> },
      ]}
    />
  )
}

const Choice = ({ icon, text }: { icon: ReactNode; text: string }) => (
  <span className="dl-choice">
    {icon}
    <span>{text}</span>
  </span>
)
