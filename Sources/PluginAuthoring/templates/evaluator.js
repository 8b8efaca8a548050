// What NAME judges, in a sentence. Protocol 1, without packages.
'use strict'

let config = {}

// Evidence counts code points; a JavaScript string counts UTF-16 units.
const codePoints = (text) => Array.from(text).length

// The verdict on one call. Its keys: input, messages, system, output, tool_calls, context, reference, attributes, and
// model and route where they are known.
function judge({ output }) {
  if (!output) return { verdict: 'skip', label: 'empty', explanation: 'there is no answer to judge' }
  // An example to replace: one word that no answer may hold.
  const word = config.word ?? 'TODO'
  const index = output.indexOf(word)
  if (index < 0) return { verdict: 'pass', score: 1 }
  const start = codePoints(output.slice(0, index))
  return {
    verdict: 'fail', score: 0, label: 'unfinished', explanation: `the answer says '${word}'`,
    evidence: [[start, start + codePoints(word)]],
  }
}

// What is written for a line; null for one that wants no answer.
function answer(line) {
  let message
  try {
    message = JSON.parse(line)
  } catch (error) {
    console.error(`a line is no JSON: ${error.message}`)
    return null
  }
  if (message?.hello) {
    // Load a model here, before `ready`: it must come within 10 s.
    config = message.hello.config ?? {}
    return { ready: { protocol: 1, name: 'NAME', version: '0.1.0' } }
  }
  // A cancelled call has its answer already; what else comes is of a later protocol.
  if (!message?.call) return null
  try {
    return { id: message.id, ...judge(message.call) }
  } catch (error) {
    // One call that goes wrong must not end the program.
    return { id: message.id, verdict: 'error', label: 'bug', explanation: String(error) }
  }
}

// One write for all the lines that came together. console.log writes there too: use console.error.
let pieces = []
process.stdin.setEncoding('utf8')
process.stdin.on('data', (chunk) => {
  pieces.push(chunk)
  if (!chunk.includes('\n')) return
  const lines = pieces.join('').split('\n')
  pieces = [lines.pop()]
  const answers = lines.filter(Boolean).map(answer).filter(Boolean)
  if (answers.length) process.stdout.write(answers.map((said) => JSON.stringify(said) + '\n').join(''))
})
