import { SegmentedControl } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import { AssetList } from './asset-list.tsx'
import { ClaimList } from './claim-list.tsx'
import { Consistency } from './consistency.tsx'
import { ProposalList } from './proposal-list.tsx'
import './claims.css'

const shows = ['assets', 'claims', 'proposals'] as const

/** Texts, what they claim, and what might be a claim; above all of it how much of it is true. The address says which. */
export default function Claims() {
  const [search] = useSearch()
  const show = shows.find((one) => one === search.show) ?? 'assets'
  return (
    <div className="cl-screen">
      <Consistency />
      {show === 'assets' && <AssetList toolbar={<Switch show={show} />} />}
      {show === 'claims' && <ClaimList toolbar={<Switch show={show} />} />}
      {show === 'proposals' && <ProposalList toolbar={<Switch show={show} />} />}
    </div>
  )
}

function Switch({ show }: { show: (typeof shows)[number] }) {
  const t = useT()
  const [, setSearch] = useSearch()
  return (
    <SegmentedControl
      aria-label={t('claims.tabs.label')}
      value={show}
      onChange={(next) => setSearch(next === 'assets' ? {} : { show: next })}
      data={shows.map((value) => ({ value, label: t(`claims.tabs.${value}`) }))}
    />
  )
}
