#!/usr/bin/env node
import '../bundle/imago.js';
