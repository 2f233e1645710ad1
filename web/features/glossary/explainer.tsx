import { Popover } from '@mantine/core'
import { useMemo } from 'react'
import { useApi } from '../../kernel/query.ts'
import { Explanation } from './explanation.tsx'
import { lexiconOf } from './marks.ts'
import { useShownWord } from './use-shown-word.ts'
import './glossary.css'

/** Listens for the whole page: pointing at a word of the glossary, focusing or tapping it shows what it means here. */
export default function Explainer() {
  const entries = useApi('GET /terms/lexicon', {}, { staleTime: 300_000 }).data?.items
  const lexicon = useMemo(() => lexiconOf(entries ?? []), [entries])
  const [shown, close] = useShownWord(lexicon)
  if (!shown) return null
  const { left, top, width, height } = shown.box
  return (
    <Popover
      key={`${shown.entry.id} ${left} ${top}`}
      opened
      onDismiss={close}
      position="bottom-start"
      shadow="md"
      width={320}
      withRoles={false}
      trapFocus={false}
      returnFocus={false}
    >
      <Popover.Target>
        <span className="gl-anchor" style={{ left, top, width, height }} />
      </Popover.Target>
      <Popover.Dropdown className="gl-card" id="gl-card" role="note">
        <Explanation entry={shown.entry} close={close} />
      </Popover.Dropdown>
    </Popover>
  )
}
