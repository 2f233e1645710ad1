import { Button, SegmentedControl } from '@mantine/core'
import { IconMessageReport } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, RecordList } from '../../kernel/list/record-list.tsx'
import { Can } from '../../kernel/me.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import type { RowOf } from '../../kernel/query.ts'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { NoticeSeverity, NoticeState } from './badges.tsx'
import { noticeBoxes } from './words.ts'
import './notices.css'

type Row = RowOf<'GET /notices'>
const words = { for_me: 'forMe', all: 'all', mine: 'mine' } as const

/** What is for me first; the others one tap away. */
export default function NoticeList() {
  const t = useT()
  const create = useCreate()
  const [search, setSearch] = useSearch()
  const box = noticeBoxes.find((one) => one === search.box) ?? 'for_me'
  const projectId = typeof search.projectId === 'string' ? search.projectId : undefined
  const columns = useColumns(box)
  const add = (
    <Can permission="notices.write">
      <Button onClick={() => create.open('notice')}>{t('notices.list.new')}</Button>
    </Can>
  )
  return (
    <RecordList
      key={box}
      route="GET /notices"
      title={t('notices.list.title')}
      query={{ box, ...(projectId && { projectId }) }}
      rowLabel={(row) => row.title}
      columns={columns}
      filters={[
        { kind: 'text', key: 'q', label: t('notices.list.search') },
        {
          kind: 'multi',
          key: 'kind',
          label: t('notices.fields.kind'),
          options: (['process_change', 'news'] as const).map((value) => ({
            value,
            label: t(`notices.kinds.${value}`),
          })),
        },
        { kind: 'boolean', key: 'awaitsMe', label: t('notices.list.awaitsMe') },
      ]}
      open={(row) =>
        `/notices/${row.id}${row.mine && !row.mine.acknowledgedAt && row.state === 'published' ? '?read=1' : ''}`
      }
      toolbar={
        <SegmentedControl
          size="xs"
          aria-label={t('notices.list.box')}
          value={box}
          onChange={(next) => setSearch({ ...search, box: next })}
          data={noticeBoxes.map((value) => ({ value, label: t(`notices.list.${words[value]}`) }))}
        />
      }
      actions={add}
      empty={{
        title: t(box === 'for_me' ? 'notices.list.empty' : 'notices.list.emptyAll'),
        text: t(box === 'for_me' ? 'notices.list.emptyText' : 'notices.list.emptyAllText'),
        picture: <IconMessageReport size={40} stroke={1.2} />,
        action: add,
      }}
    />
  )
}

function useColumns(box: (typeof noticeBoxes)[number]): Column<Row>[] {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  return [
    { key: 'title', header: t('notices.fields.title'), render: (row) => row.title, primary: true },
    { key: 'kind', header: t('notices.fields.kind'), render: (row) => t(`notices.kinds.${row.kind}`), width: 150 },
    {
      key: 'severity',
      header: t('notices.fields.severity'),
      render: (row) => <NoticeSeverity severity={row.severity} />,
      width: 110,
    },
    {
      key: 'state',
      header: t('notices.fields.state'),
      render: (row) => <NoticeState state={row.state} />,
      width: 110,
      hidden: box === 'for_me',
    },
    {
      key: 'dueAt',
      header: t('notices.fields.dueAt'),
      render: (row) => {
        const due = (box === 'for_me' ? row.mine?.dueAt : null) ?? row.dueAt
        return <span className="td-num">{due ? format.dateTime(due) : '–'}</span>
      },
      width: 160,
    },
    {
      key: 'confirmed',
      header: t('notices.fields.confirmed'),
      render: (row) => (
        <span className="td-num">
          {row.state === 'draft'
            ? '–'
            : t('notices.list.confirmed', {
                acknowledged: row.progress.acknowledged,
                recipients: row.progress.recipients,
              })}
        </span>
      ),
      width: 120,
    },
    {
      key: 'author',
      header: t('notices.fields.author'),
      render: (row) => members.find((member) => member.id === row.authorId)?.fullName ?? '–',
      width: 150,
    },
  ]
}
