import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, AriaComponent, GridComponent, LegendComponent, SVGRenderer])

export interface LightCounts {
  red: number
  yellow: number
  green: number
  grey: number
}
export interface GroupLights extends LightCounts {
  group: string
}

const series = [
  { key: 'red', name: '红灯', color: '#a3301d', ink: '#fff' },
  { key: 'yellow', name: '黄灯', color: '#e0a92e', ink: '#1d2722' },
  { key: 'green', name: '绿灯', color: '#0b6b43', ink: '#fff' },
  { key: 'grey', name: '灰灯', color: '#b4b5ae', ink: '#1d2722' },
] as const

/**
 * Draws stacked bars of lights by group. There is no tooltip: its HTML needs inline
 * styles, which the policy forbids; the numbers stand in the bars.
 */
export function drawLights(place: HTMLElement, groups: GroupLights[]): EChartsType {
  const chart = init(place, null, { renderer: 'svg' })
  chart.setOption({
    animation: false,
    aria: { enabled: false, decal: { show: true } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: '#1d2722' },
    grid: { left: 4, right: 12, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, selectedMode: false },
    xAxis: { type: 'value', minInterval: 1, axisLabel: { color: '#565d58' } },
    yAxis: { type: 'category', inverse: true, data: groups.map(({ group }) => group), axisTick: { show: false } },
    series: series.map(({ key, name, color, ink }) => ({
      type: 'bar',
      name,
      stack: 'lights',
      barMaxWidth: 26,
      silent: true,
      itemStyle: { color, borderColor: '#fffdf8', borderWidth: 1 },
      label: { show: true, color: ink, formatter: ({ value }: { value: number }) => (value ? String(value) : '') },
      data: groups.map((group) => group[key]),
    })),
  })
  return chart
}
