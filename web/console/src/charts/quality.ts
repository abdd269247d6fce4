import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { severities, type QualityRule } from '@/quality'

use([BarChart, AriaComponent, GridComponent, SVGRenderer])

/** Draws a bar for each rule that finds something, coloured by how grave it is. */
export function drawQuality(place: HTMLElement, rules: QualityRule[]): EChartsType {
  const chart = init(place, null, { renderer: 'svg' })
  chart.setOption({
    animation: false,
    aria: { enabled: false, decal: { show: true } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: '#1d2722' },
    grid: { left: 4, right: 44, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'value', minInterval: 1, axisLabel: { color: '#565d58', hideOverlap: true } },
    yAxis: { type: 'category', inverse: true, data: rules.map(({ title }) => title), axisTick: { show: false }, axisLabel: { width: 190, overflow: 'break' } },
    series: {
      type: 'bar',
      barMaxWidth: 22,
      silent: true,
      label: { show: true, position: 'right', color: '#1d2722' },
      data: rules.map(({ count, severity }) => ({ value: count, itemStyle: { color: severities[severity].color } })),
    },
  })
  return chart
}
