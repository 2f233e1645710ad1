import { Button, Skeleton } from '@mantine/core'
import { IconPlayerTrackNext } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link, usePageTitle } from '../../kernel/navigation.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import './demo.css'
import { useStory } from './use-story.ts'

type Story = NonNullable<ReturnType<typeof useStory>['story']>

/** The story of the demo company, day by day, with the way to what each day changed. */
export default function DemoScreen() {
  const t = useT()
  const format = useFormat()
  const { query, story, isOver, play, isPlaying } = useStory()
  usePageTitle(t('demo.title'))
  if (query.error && !story) return <ErrorScreen error={query.error} reset={() => void query.refetch()} />
  if (!story) return <Skeleton h={240} m="lg" />
  return (
    <div className="td-demo-story">
      <header>
        <h1>{t('demo.title')}</h1>
        <p>{t('demo.lead')}</p>
        <p className="td-demo-day">
          {t('demo.day', { day: story.day, total: story.total })} ·{' '}
          {t('demo.today', { date: format.day(`${story.date}T12:00:00Z`) })}
        </p>
        {isOver ? (
          <p>{t('demo.over')}</p>
        ) : (
          <Can permission="settings.manage">
            <Button leftSection={<IconPlayerTrackNext size={18} stroke={1.6} />} loading={isPlaying} onClick={play}>
              {t('demo.play', { day: story.day + 1 })}
            </Button>
          </Can>
        )}
      </header>
      <section aria-live="polite">
        <h2>{t('demo.toldTitle')}</h2>
        {story.told.length === 0 && <p>{t('demo.begin')}</p>}
        <ol reversed className="td-demo-days">
          {story.told.map(({ day, date, key }) => (
            <li key={day}>
              <p className="td-demo-day">{format.day(`${date}T12:00:00Z`)}</p>
              <h3>{t(`demo.days.${key}.title`)}</h3>
              <p>{t(`demo.days.${key}.text`)}</p>
              <p className="td-demo-ways">
                {waysOf(story, key).map(([name, to]) => (
                  <Link key={name} to={to}>
                    {t(`demo.see.${name}`)}
                  </Link>
                ))}
              </p>
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}

function waysOf({ campaignId, budsId, watchId }: Story, key: string): [name: string, to: string][] {
  const campaign: [string, string] = ['campaign', `/campaigns/${campaignId}`]
  const buds: [string, string] = ['buds', `/products/${budsId}`]
  if (key === 'sheet')
    return [
      ['watch', `/products/${watchId}`],
      ['claims', '/texts'],
    ]
  if (key === 'slipped') return [['impacts', '/impacts'], campaign]
  return key === 'selling' ? [buds] : [campaign, buds]
}
