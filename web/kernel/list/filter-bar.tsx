import { Button, CloseButton, Menu, Popover, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconFilter, IconSearch } from '@tabler/icons-react'
import { type RefObject, useEffect, useState } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import { useMembers } from '../record/member-select.tsx'
import { FilterEditor } from './filter-editor.tsx'
import { type Filter, type Query, queryNamesOf } from './types.ts'

type Props = {
  filters: readonly Filter[]
  query: Query
  onChange: (patch: Record<string, string | string[] | undefined>) => void
  onClear: () => void
}

/** The active filters as chips, each opening its editor, and a menu with the others. */
export function FilterBar({ filters, query, onChange, onClear }: Props) {
  const t = useT()
  const [adding, setAdding] = useState<string | null>(null)
  const offered = filters.filter((filter) => filter.key !== 'q')
  const isActive = (filter: Filter) => queryNamesOf(filter).some((name) => query[name] !== undefined)
  const shown = offered.filter((filter) => isActive(filter) || filter.key === adding)
  const rest = offered.filter((filter) => !shown.includes(filter))
  return (
    <>
      {shown.map((filter) => (
        <Chip
          key={filter.key}
          filter={filter}
          query={query}
          openAtFirst={filter.key === adding}
          onClosed={() => setAdding(null)}
          onChange={onChange}
        />
      ))}
      {rest.length > 0 && (
        <Menu>
          <Menu.Target>
            <Button size="compact-md" variant="subtle" color="gray" leftSection={<IconFilter size={16} stroke={1.6} />}>
              {t('kit.filters.add')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((filter) => (
              <Menu.Item key={filter.key} onClick={() => setAdding(filter.key)}>
                {filter.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {offered.some(isActive) && (
        <Button size="compact-md" variant="subtle" color="gray" onClick={onClear}>
          {t('kit.filters.clear')}
        </Button>
      )}
    </>
  )
}

function Chip(
  props: Omit<Props, 'filters' | 'onClear'> & { filter: Filter; openAtFirst: boolean; onClosed: () => void },
) {
  const { filter, query, openAtFirst, onClosed, onChange } = props
  const t = useT()
  const [opened, setOpened] = useState(openAtFirst)
  const close = () => {
    setOpened(false)
    onClosed()
  }
  const words = useFilterWords(filter, query)
  const names = queryNamesOf(filter)
  return (
    <Popover opened={opened} onChange={(next) => !next && close()} position="bottom-start" shadow="md" trapFocus>
      <span className="td-chip">
        <Popover.Target>
          <UnstyledButton className="td-chip-label" onClick={() => setOpened(!opened)}>
            <span className="td-muted">{filter.label}</span>
            {words && <span className="td-clip">{words}</span>}
          </UnstyledButton>
        </Popover.Target>
        <CloseButton
          size={24}
          aria-label={t('kit.filters.remove', { filter: filter.label })}
          onClick={() => {
            onChange(Object.fromEntries(names.map((name) => [name, undefined])))
            close()
          }}
        />
      </span>
      <Popover.Dropdown>
        <FilterEditor filter={filter} query={query} onChange={onChange} onDone={close} />
      </Popover.Dropdown>
    </Popover>
  )
}

function useFilterWords(filter: Filter, query: Query): string {
  const t = useT()
  const format = useFormat()
  const members = useMembers(filter.kind === 'member')
  const [from, to] = queryNamesOf(filter).map((name) => query[name])
  if (filter.kind === 'boolean') return from === undefined ? '' : t(from === 'true' ? 'kit.yes' : 'kit.no')
  if (filter.kind === 'dates' || filter.kind === 'numbers') {
    const show = (value: string | string[]) =>
      filter.kind === 'dates' ? format.date(String(value)) : format.number(Number(value))
    if (from && to) return t('kit.filters.between', { from: show(from), to: show(to) })
    if (from) return t('kit.filters.from', { from: show(from) })
    return to ? t('kit.filters.to', { to: show(to) }) : ''
  }
  const options =
    filter.kind === 'member'
      ? members.map(({ id, fullName }) => ({ value: id, label: fullName }))
      : 'options' in filter
        ? filter.options
        : []
  return [from ?? []]
    .flat()
    .map((value) => options.find((option) => option.value === value)?.label ?? value)
    .join(', ')
}

/** The search box of a list; `/` puts the cursor into it. */
export function SearchBox(props: {
  value: string
  onChange: (value: string) => void
  inputRef: RefObject<HTMLInputElement | null>
}) {
  const t = useT()
  const [text, setText] = useState(props.value)
  const send = useDebouncedCallback(props.onChange, 200)
  useEffect(() => setText(props.value), [props.value])
  const change = (value: string) => {
    setText(value)
    send(value)
  }
  return (
    <TextInput
      ref={props.inputRef}
      size="xs"
      className="td-list-search"
      type="search"
      leftSection={<IconSearch size={15} />}
      placeholder={t('kit.filters.search')}
      aria-label={t('kit.filters.search')}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      rightSection={text && <CloseButton size="xs" aria-label={t('kit.filters.clear')} onClick={() => change('')} />}
    />
  )
}
