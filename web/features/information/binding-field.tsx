import { Group, Select } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'

const kinds = ['workspace', 'campaign', 'project', 'meeting_series'] as const
export type Binding = { kind: (typeof kinds)[number]; id: string | null }
type Props = {
  value: Binding
  onChange: (value: Binding) => void
  offered?: readonly Binding['kind'][]
}

/** What an item is for: everything, one campaign, one project or one series of meetings. */
export function BindingField({ value, onChange, offered = kinds }: Props) {
  const t = useT()
  const options = useOptions(value.kind)
  return (
    <Group grow align="flex-start">
      <Select
        label={t('information.fields.bound')}
        allowDeselect={false}
        data={offered.map((kind) => ({ value: kind, label: t(`information.bound.${kind}`) }))}
        value={value.kind}
        onChange={(chosen) => onChange({ kind: kinds.find((kind) => kind === chosen) ?? 'workspace', id: null })}
      />
      {value.kind !== 'workspace' && (
        <Select
          label={t(`information.bound.${value.kind}`)}
          required
          searchable
          nothingFoundMessage={t('information.bound.none')}
          data={options}
          value={value.id}
          onChange={(id) => onChange({ ...value, id })}
        />
      )}
    </Group>
  )
}

function useOptions(kind: Binding['kind']) {
  const can = useCan()
  const campaigns = useApi(
    'GET /campaigns',
    { query: { state: ['draft', 'kickoff', 'ready', 'live', 'paused'], limit: 100 } },
    { enabled: kind === 'campaign' },
  )
  const projects = useApi(
    'GET /projects',
    { query: { limit: 100 } },
    { enabled: kind === 'project' && can('projects.read') },
  )
  const series = useApi(
    'GET /meeting-series',
    { query: { state: 'active', limit: 100 } },
    { enabled: kind === 'meeting_series' && can('meetings.read') },
  )
  const found = { workspace: undefined, campaign: campaigns.data, project: projects.data, meeting_series: series.data }
  return (found[kind]?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
}
