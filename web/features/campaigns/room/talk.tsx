import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Campaign } from '#contract/campaigns.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useSearch } from '../../../kernel/navigation.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'
import { History } from './history.tsx'
import { Thread } from './thread.tsx'

/** What people say to one another, and what happened. */
export function Talk({ campaign }: { campaign: Campaign }) {
  const t = useT()
  const [search] = useSearch()
  const [tab, setTab] = useState<'thread' | 'story'>(search.part === 'story' ? 'story' : 'thread')
  return (
    <Panel
      title={t('campaigns.story.tabs')}
      action={
        <SegmentedControl
          size="xs"
          aria-label={t('campaigns.story.tabs')}
          value={tab}
          onChange={setTab}
          data={[
            { value: 'thread', label: t('campaigns.thread.title') },
            { value: 'story', label: t('campaigns.story.title') },
          ]}
        />
      }
    >
      {tab === 'thread' ? <Thread id={campaign.id} /> : <History id={campaign.id} />}
    </Panel>
  )
}
