import { Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import {
  type Icon,
  IconArrowRight,
  IconBuilding,
  IconClock,
  IconFileSearch,
  IconFileText,
  IconForms,
  IconPackage,
  IconPlus,
  IconSearch,
  IconShoppingBag,
  IconSpeakerphone,
  IconStar,
  IconTargetArrow,
  IconUser,
} from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { useT } from '../i18n.tsx'
import { useGo } from '../navigation.tsx'
import { useApi } from '../query.ts'
import { useCommands, useNavigation } from '../registry.tsx'
import { useCreate } from './create.tsx'
import { useFavourites } from './favourites.ts'
import { useRecent } from './recent.ts'
import { themes, useTheme } from './themes.ts'

type Entry = {
  id: string
  group: 'recent' | 'records' | 'create' | 'goto' | 'actions'
  label: string
  hint?: string
  /** Further words that it is found by. */
  words?: string
  icon: Icon
  run: () => void
}
const groups = ['recent', 'records', 'actions', 'create', 'goto'] as const
const kindIcons: Record<string, Icon> = {
  contact: IconUser,
  company: IconBuilding,
  deal: IconTargetArrow,
  form: IconForms,
  campaign: IconSpeakerphone,
  product: IconPackage,
  order: IconShoppingBag,
  asset: IconFileText,
}

/** Finds records, pages and actions by a few letters; arrows and Enter do the rest. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useT()
  const listId = useId()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const entries = useEntries(query)
  const current = entries[Math.min(active, entries.length - 1)]

  useEffect(() => {
    if (current) document.getElementById(`${listId}-${current.id}`)?.scrollIntoView({ block: 'nearest' })
  }, [current, listId])

  const choose = (entry: Entry) => {
    onClose()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step && entries.length)
      setActive((at) => (Math.min(at, entries.length - 1) + step + entries.length) % entries.length)
    else if (event.key === 'Enter' && current) choose(current)
    else return
    event.preventDefault()
  }

  return (
    <Modal opened onClose={onClose} withCloseButton={false} padding={0} size={600} aria-label={t('app.search')}>
      <TextInput
        data-autofocus
        size="md"
        variant="unstyled"
        className="td-palette-input"
        leftSection={<IconSearch size={18} />}
        placeholder={t('app.palette.placeholder')}
        aria-label={t('app.search')}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={current && `${listId}-${current.id}`}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={t('app.palette.results')} className="td-palette-list">
        {groups.map((group) => {
          const own = entries.filter((entry) => entry.group === group)
          if (own.length === 0) return null
          return (
            // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
            <div role="group" key={group} aria-label={t(`app.palette.groups.${group}`)}>
              <div className="td-nav-label" aria-hidden="true">
                {t(`app.palette.groups.${group}`)}
              </div>
              {own.map((entry) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works through the input
                <div
                  key={entry.id}
                  id={`${listId}-${entry.id}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={entry === current}
                  className="td-palette-entry"
                  onClick={() => choose(entry)}
                  onMouseMove={() => setActive(entries.indexOf(entry))}
                >
                  <entry.icon size={17} stroke={1.6} />
                  <span className="td-clip">{entry.label}</span>
                  {entry.hint && <span className="td-muted td-clip">{entry.hint}</span>}
                </div>
              ))}
            </div>
          )
        })}
        {entries.length === 0 && <p className="td-palette-none">{t('app.palette.none', { query })}</p>}
      </div>
    </Modal>
  )
}

function useEntries(query: string): Entry[] {
  const t = useT()
  const go = useGo()
  const create = useCreate()
  const { favourites } = useFavourites()
  const { recent } = useRecent()
  const { setTheme } = useTheme()
  const [asked] = useDebouncedValue(query.trim(), 120)
  const found = useApi('GET /search', { query: { q: asked } }, { enabled: asked.length >= 2, keepPrevious: true })
  const records = asked.length < 2 ? [] : (found.data?.items ?? [])

  const pages = useNavigation().flatMap(({ items }) => items)
  const partOf = ({ section }: (typeof pages)[number]) => (section === 'settings' ? t('nav.sections.settings') : '')
  const local: Entry[] = [
    ...useCommands().map((one) => ({
      ...{ id: `command-${one.id}`, group: 'actions' as const, label: t(one.label), icon: one.icon },
      ...(one.words && { words: t(one.words) }),
      run: () => one.run({ go }),
    })),
    ...themes.map(({ value, icon }) => ({
      ...{ id: `theme-${value}`, group: 'actions' as const, label: t(`palette.themes.${value}`), icon },
      words: t('palette.words.theme'),
      run: () => setTheme(value),
    })),
    ...create.entries.map((one) => ({
      ...{ id: `create-${one.id}`, group: 'create' as const, label: t(one.label), icon: IconPlus },
      words: t('palette.words.create'),
      run: () => create.open(one.id),
    })),
    ...favourites.map((one) => ({
      ...{ id: `star-${one.link}`, group: 'goto' as const, label: one.label, icon: IconStar },
      run: () => go(one.link),
    })),
    ...pages.map((one) => ({
      ...{ id: `page-${one.to}`, group: 'goto' as const, label: t(one.label), icon: IconArrowRight },
      hint: partOf(one),
      run: () => go(one.to),
    })),
  ]
  const matching = local.filter(({ label, hint = '', words = '' }) => matches(`${label} ${hint} ${words}`, query))
  const hits = records.map((hit) => ({
    ...{
      id: `record-${hit.id}`,
      group: 'records' as const,
      label: hit.title,
      icon: kindIcons[hit.kind] ?? IconFileSearch,
    },
    hint: [hit.outcome && t(`deals.states.${hit.outcome}`), hit.subtitle].filter(Boolean).join(' · '),
    run: () => go(hit.url),
  }))
  const opened = recent.map((one) => ({
    ...{ id: `recent-${one.link}`, group: 'recent' as const, label: one.label, icon: IconClock },
    run: () => go(one.link),
  }))
  const shown = [...(query.trim() === '' ? opened : []), ...hits, ...matching]
  // The order on screen, which is also the order of the arrow keys.
  return groups.flatMap((group) => shown.filter((entry) => entry.group === group))
}

/** Every word typed begins or sits inside the label, without regard to case and accents. */
const matches = (label: string, query: string) => {
  const plain = fold(label)
  return fold(query)
    .split(/\s+/)
    .every((word) => plain.includes(word))
}
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
