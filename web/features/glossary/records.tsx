import { Button, Table } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { Link, useParam } from '../../kernel/navigation.tsx'
import { useApi, useApiPages } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'

/** The contacts that the number of a word counts. */
export default function TermRecords() {
  const t = useT()
  const format = useFormat()
  const id = useParam('id')
  const term = useApi('GET /terms/:id', { params: { id } }).data
  const contacts = useApiPages('GET /terms/:id/records', { params: { id } })
  if (!term || contacts.isPending) return <PageSkeleton />
  return (
    <Page
      title={t('glossary.records.title', { name: term.name })}
      actions={
        <Button component={Link} to={`/glossary/${id}`} variant="default">
          {term.name}
        </Button>
      }
    >
      {contacts.items.length === 0 ? (
        <EmptyState
          title={t('glossary.records.empty')}
          text={t('glossary.records.emptyText')}
          picture={<IconUsers size={40} stroke={1.2} />}
        />
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('glossary.records.name')}</Table.Th>
              <Table.Th>{t('glossary.records.email')}</Table.Th>
              <Table.Th>{t('glossary.records.since')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {contacts.items.map((contact) => (
              <Table.Tr key={contact.id}>
                <Table.Td>
                  <Link to={`/contacts/${contact.id}`}>{contact.fullName || contact.email || '–'}</Link>
                </Table.Td>
                <Table.Td>{contact.email ?? '–'}</Table.Td>
                <Table.Td className="td-num">{format.date(contact.createdAt)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <MoreButton pages={contacts} />
    </Page>
  )
}
