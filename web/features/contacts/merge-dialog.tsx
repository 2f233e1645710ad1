import { Button, Group, Modal, Radio, Select, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { api } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ContactCard, type Person } from './card.tsx'
import { nameOf } from './name.ts'

type Props = { contact: Person; other?: Person; onClose: () => void }

/** Makes two contacts one: who stays, and which of the values that differ is right. */
export function MergeDialog({ contact, other, onClose }: Props) {
  const t = useT()
  const [chosen, setChosen] = useState<Person | undefined>(other)
  return (
    <Modal opened onClose={onClose} title={t('contacts.merge.title')} size="lg">
      <Stack gap="md">
        {!other && <Choose contact={contact} onChoose={setChosen} />}
        {chosen && <Compare key={chosen.id} contact={contact} other={chosen} onClose={onClose} />}
      </Stack>
    </Modal>
  )
}

function Choose({ contact, onChoose }: { contact: Person; onChoose: (person: Person | undefined) => void }) {
  const t = useT()
  const [words, setWords] = useState('')
  const [q] = useDebouncedValue(words || contact.fullName, 200)
  const found =
    useApi('GET /contacts', { query: { q, limit: 10 } }, { enabled: q.trim().length > 1, keepPrevious: true }).data
      ?.items ?? []
  const others = found.filter((one) => one.id !== contact.id)
  return (
    <Select
      searchable
      data-autofocus
      label={t('contacts.merge.choose')}
      placeholder={t('contacts.merge.search')}
      data={others.map((one) => ({
        value: one.id,
        label: [nameOf(t, one), one.fullName && one.email, one.companyName].filter(Boolean).join(' · '),
      }))}
      filter={({ options }) => options}
      onSearchChange={setWords}
      onChange={(id) => onChoose(others.find((one) => one.id === id))}
    />
  )
}

function Compare({ contact, other, onClose }: { contact: Person; other: Person; onClose: () => void }) {
  const t = useT()
  const go = useGo()
  const [told, setTold] = useState<string | null>(null)
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set())
  const plan = useApi(
    'GET /contacts/:id/merge',
    { params: { id: contact.id }, query: { duplicateId: other.id } },
    { staleTime: 0 },
  ).data
  const merge = useAct('POST /contacts/:id/merge', {
    done: t('contacts.merge.done'),
    undo: ({ mergeId, contact: { id } }) =>
      api('POST /contacts/:id/merge/:mergeId/reversal', { params: { id, mergeId } }),
  })
  if (!plan) return null
  const swapped = told !== null && told !== plan.survivorId
  const survivorId = told ?? plan.survivorId
  const [survivor, merged] = survivorId === contact.id ? [contact, other] : [other, contact]
  const sideOf = (field: (typeof plan.fields)[number], ofSurvivor: boolean) =>
    (ofSurvivor !== swapped ? field.survivor : field.merged) ?? ''
  const choose = (field: string, side: string) => {
    const next = new Set(taken)
    if (side === 'merged') next.add(field)
    else next.delete(field)
    setTaken(next)
  }
  const submit = async () => {
    const takeFromMerged = plan.fields.map(({ field }) => field).filter((field) => taken.has(field))
    const { contact: whole } = await merge.mutateAsync({
      params: { id: contact.id },
      body: { duplicateId: other.id, survivorId, takeFromMerged },
    })
    onClose()
    if (location.pathname !== '/contacts/duplicates') go(`/contacts/${whole.id}`)
  }
  return (
    <>
      <div className="ct-pair">
        <ContactCard contact={survivor} heading={t('contacts.merge.keeps')} strong />
        <ContactCard contact={merged} heading={t('contacts.merge.goes')} />
      </div>
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            setTold(merged.id)
            setTaken(new Set())
          }}
        >
          {t('contacts.merge.swap')}
        </Button>
      </div>
      {plan.fields.length === 0 ? (
        <p className="td-muted">{t('contacts.merge.same')}</p>
      ) : (
        <Stack gap="xs">
          <strong>{t('contacts.merge.fields')}</strong>
          {plan.fields.map((one) => (
            <Radio.Group
              key={one.field}
              label={t(`contacts.fields.${one.field}`)}
              value={taken.has(one.field) ? 'merged' : 'survivor'}
              onChange={(side) => choose(one.field, side)}
            >
              <Group gap="md">
                <Radio value="survivor" label={sideOf(one, true)} />
                <Radio value="merged" label={sideOf(one, false)} />
              </Group>
            </Radio.Group>
          ))}
        </Stack>
      )}
      <p className="td-muted">{t('contacts.merge.moves')}</p>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('kit.cancel')}
        </Button>
        <Button loading={merge.isPending} onClick={() => void submit().catch(() => undefined)}>
          {t('contacts.merge.confirm')}
        </Button>
      </Group>
    </>
  )
}
